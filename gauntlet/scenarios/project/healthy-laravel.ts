import { project } from '../../harness/project.ts';

export default project({
  name: 'Laravel with its usual configuration',
  files: ({ port, password }) => ({
    'composer.json': `{ "require": { "laravel/framework": "^11.0" } }
`,
    'config/database.php': `<?php

return [
    'redis' => [
        'default' => [
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'password' => env('REDIS_PASSWORD'),
            'port' => env('REDIS_PORT', '6379'),
            'database' => env('REDIS_DB', '0'),
        ],
        'cache' => [
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'password' => env('REDIS_PASSWORD'),
            'port' => env('REDIS_PORT', '6379'),
            'database' => env('REDIS_CACHE_DB', '1'),
        ],
    ],
];
`,
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PASSWORD=${password}
REDIS_PORT=${port}
`,
    '.env.example': `REDIS_HOST=127.0.0.1
REDIS_PASSWORD=null
`,
  }),
  expect: { root: null },
});
