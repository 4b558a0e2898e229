export const settings = {
  port: Number(process.env.PORT ?? 8000),
  redis: {
    host: process.env.REDIS_HOST,
    port: Number(process.env.REDIS_PORT ?? 6379),
    password: process.env.REDIS_PASSWORD,
  },
  readyWithinMs: Number(process.env.REDIS_READY_WITHIN_MS ?? 7500),
};
