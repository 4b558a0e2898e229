import { project } from '../../harness/project.ts';

export default project({
  name: 'the default in application.yml is another password',
  files: ({ port, wrong }) => ({
    'pom.xml': `<project/>
`,
    'src/main/resources/application.yml': `spring:
  data:
    redis:
      host: \${REDIS_HOST:127.0.0.1}
      port: \${REDIS_PORT:${port}}
      password: \${REDIS_PASSWORD:${wrong}}
`,
  }),
  env: () => ({
    PATH_OF_NOTHING: `1`,
  }),
  expect: { root: 'auth/password-wrong', says: ['src/main/resources/application.yml'] },
  mendedEnv: ({ password }) => ({
    REDIS_PASSWORD: `${password}`,
  }),
});
