import { project } from '../../harness/project.ts';

export default project({
  name: 'Spring with another profile that names another server',
  files: ({ port, password }) => ({
    'pom.xml': `<project/>
`,
    'src/main/resources/application.yml': `spring:
  data:
    redis:
      host: 127.0.0.1
      port: ${port}
      password: \${REDIS_PASSWORD}
`,
    'src/main/resources/application-cloud.yml': `spring:
  data:
    redis:
      host: nowhere.invalid
`,
    'src/test/resources/application.yml': `spring:
  data:
    redis:
      port: 1
`,
    '.env': `REDIS_PASSWORD=${password}
`,
  }),
  expect: { root: null },
});
