import { composeReader } from '../compose/index.ts';
import { dockerfileReader } from '../dockerfile/index.ts';
import { dotenvReader } from '../dotenv/reader.ts';
import { golangReader } from '../golang/index.ts';
import { javaReader } from '../java/index.ts';
import { javascriptReader } from '../javascript/index.ts';
import { kubernetesReader } from '../kubernetes/index.ts';
import { procfileReader } from '../procfile/index.ts';
import { pythonReader } from '../python/index.ts';
import type { Reader } from '../reading.ts';
import { redisConfReader } from '../redis-conf/reader.ts';
import { springReader } from '../spring/index.ts';
import { systemdReader } from '../systemd/index.ts';
import { terraformReader } from '../terraform/index.ts';

/** All readers: one folder each. */
export const readers: readonly Reader[] = [
  composeReader,
  dockerfileReader,
  dotenvReader,
  golangReader,
  javaReader,
  javascriptReader,
  kubernetesReader,
  procfileReader,
  pythonReader,
  redisConfReader,
  springReader,
  systemdReader,
  terraformReader,
];
