import { project } from '../../harness/project.ts';

const production = (port: number, password: string) => `{\n  "redis": {\n    "host": "127.0.0.1",\n    "port": ${port},\n    "password": "${password}"\n  }\n}\n`;

export default project({
  name: 'production.json is laid over default.json, whose localhost is then nobody’s; its password is wrong',
  env: () => ({ NODE_ENV: 'production' }),
  files: ({ port, wrong }) => ({
    'package.json': '{"dependencies":{"config":"3","ioredis":"5"}}',
    'config/default.json': '{\n  "redis": {\n    "host": "localhost",\n    "port": 1\n  }\n}\n',
    'config/production.json': production(port, wrong),
    'src/redis.js': "const config = require('config');\nconst Redis = require('ioredis');\nmodule.exports = new Redis(config.get('redis'));\n",
  }),
  expect: { root: 'auth/password-wrong', says: ['config/production.json', '"line":5'] },
  mended: ({ port, password }) => ({ 'config/production.json': production(port, password) }),
});
