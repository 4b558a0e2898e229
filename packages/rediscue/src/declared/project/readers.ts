import { composeReader } from '../compose/index.ts';
import { dotenvReader } from '../dotenv/reader.ts';
import type { Reader } from '../reading.ts';
import { redisConfReader } from '../redis-conf/reader.ts';
import { springReader } from '../spring/index.ts';

/** All readers: one folder each. */
export const readers: readonly Reader[] = [composeReader, dotenvReader, redisConfReader, springReader];
