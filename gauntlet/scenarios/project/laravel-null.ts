import { project } from '../../harness/project.ts';

const env = (port: number, password: string) => `APP_NAME=Laravel\nREDIS_HOST=127.0.0.1\nREDIS_PASSWORD=${password}\nREDIS_PORT=${port}\n`;

export default project({
  name: "Laravel's own template says REDIS_PASSWORD=null, which env() makes none: the password is missing, and not the text null",
  files: ({ port }) => ({
    artisan: '',
    'composer.json': '{"require":{"laravel/framework":"^11.0"}}',
    'config/database.php':
      "<?php\nreturn [\n  'redis' => [\n    'default' => [\n      'host' => env('REDIS_HOST', '127.0.0.1'),\n      'password' => env('REDIS_PASSWORD'),\n      'port' => env('REDIS_PORT', '6379'),\n    ],\n  ],\n];\n",
    '.env': env(port, 'null'),
  }),
  expect: { root: 'auth/password-missing', never: ['config/unset-variable', 'auth/password-wrong'] },
  mended: ({ port, password }) => ({ '.env': env(port, password) }),
});
