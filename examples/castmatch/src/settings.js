export const settings = {
  port: Number(process.env.PORT ?? 8000),
  databaseUrl: new URL(process.env.DATABASE_URL ?? 'postgresql://castmatch@127.0.0.1:5432/castmatch'),
  redis: {
    host: process.env.REDIS_HOST ?? '127.0.0.1',
    port: Number(process.env.REDIS_PORT ?? 6379),
    password: process.env.REDIS_PASSWORD,
  },
};
