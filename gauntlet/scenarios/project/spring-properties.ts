import { project } from '../../harness/project.ts';

export default project({
  name: 'the properties name a dead port',
  files: ({ password, dead }) => ({
    'build.gradle': ``,
    'src/main/resources/application.properties': `# spring.data.redis.port=6379
spring.data.redis.host=127.0.0.1
spring.data.redis.port=${dead}
spring.data.redis.password=${password}
`,
  }),
  expect: { root: 'config/wrong-port', says: ['application.properties'] },
  mended: ({ port, password }) => ({
    'src/main/resources/application.properties': `spring.data.redis.host=127.0.0.1
spring.data.redis.port=${port}
spring.data.redis.password=${password}
`,
  }),
});
