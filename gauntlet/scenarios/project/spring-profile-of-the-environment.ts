import { project } from '../../harness/project.ts';

const settings = (port: number, password: string) =>
  'spring:\n  application:\n    name: shop\n---\nspring:\n  config:\n    activate:\n      on-profile: staging\n  data:\n    redis:\n      url: redis://staging-cache.invalid:6379\n' +
  `---\nspring:\n  config:\n    activate:\n      on-profile: dev\n  data:\n    redis:\n      host: 127.0.0.1\n      port: ${port}\n      password: ${password}\n`;

export default project({
  name: 'The profile that the environment switches on has a wrong password, in the third document of application.yml',
  env: () => ({ SPRING_PROFILES_ACTIVE: 'dev' }),
  files: ({ port, wrong }) => ({ 'src/main/resources/application.yml': settings(port, wrong) }),
  expect: { root: 'auth/password-wrong', says: ['application.yml', '"line":21'], never: ['network/name-not-found'] },
  mended: ({ port, password }) => ({ 'src/main/resources/application.yml': settings(port, password) }),
});
