export const settings = {
  queueUrl: process.env.REDIS_QUEUE_URL,
  sessionUrl: process.env.REDIS_SESSION_URL,
};
