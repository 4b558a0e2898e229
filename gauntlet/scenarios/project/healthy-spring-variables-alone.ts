import { project } from '../../harness/project.ts';

export default project({
  name: "Spring's password comes from the environment alone: no file of settings writes the property down",
  files: ({ port, password }) => ({
    'build.gradle': "implementation 'org.springframework.boot:spring-boot-starter-data-redis'\n",
    'src/main/resources/application.properties': 'spring.data.redis.host=redis.internal.invalid\nspring.data.redis.port=6379\n',
    '.env': `SPRING_DATA_REDIS_HOST=127.0.0.1\nSPRING_DATA_REDIS_PORT=${port}\nSPRING_DATA_REDIS_PASSWORD=${password}\n`,
  }),
  expect: { root: null, never: ['auth/password-missing'] },
});
