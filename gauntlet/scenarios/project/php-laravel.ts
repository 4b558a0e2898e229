import { project } from '../../harness/project.ts';

export default project({
  name: 'the env file of Laravel has another password',
  files: ({ port, wrong }) => ({
    'composer.json': `{ "require": { "laravel/framework": "^11.0" } }
`,
    'config/database.php': `<?php

return [
    'redis' => [
        'client' => env('REDIS_CLIENT', 'phpredis'),
        'default' => [
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'password' => env('REDIS_PASSWORD'),
            'port' => env('REDIS_PORT', '6379'),
            'database' => env('REDIS_DB', '0'),
        ],
    ],
];
`,
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PASSWORD=${wrong}
REDIS_PORT=${port}
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['.env'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PASSWORD=${password}
REDIS_PORT=${port}
`,
  }),
});
