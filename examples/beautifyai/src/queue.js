import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { settings } from './settings.js';

/** Pictures that wait for a model. */
export const pictures = new Queue('pictures', { connection: new Redis(settings.queueUrl, { maxRetriesPerRequest: null }) });
