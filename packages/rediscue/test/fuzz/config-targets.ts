import { readConfig } from '../../src/config/read.ts';
import { targetOf } from '../../src/config/targets.ts';
import { configuredApp } from '../../src/diagnose/configured.ts';
import { isRediscueError } from '../../src/errors.ts';
import { expectBounded, expectFact, secret } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const files = [
  `targets:\n  cache:\n    url: rediss://app@cache.internal:6380/0\n    password: ${secret}\n    tls: { caFile: ca.pem, certFile: a.pem, keyFile: a.key }\n  sessions: redis://:x@sessions.internal\n`,
  `targets:\n  jobs: &j { host: jobs.internal, port: 6390, database: 2, username: worker, passwordEnv: JOBS, use: queue, readOnly: true }\n  more:\n    <<: *j\n    port: 6391\n`,
  `targets:\n  watched: { sentinels: ['s1:26379', s2], primary: main, sentinelUsername: s, sentinelPasswordEnv: JOBS }\n  parts: { nodes: ['n1:7000', '[::1]:7001'], tls: true }\n  other: { urlEnv: URL }\n`,
  `# settings\ndiagnose:\n  budget: 5s\n  window: 100ms\n  write: false\naudit:\n  ignore:\n    - legacy/**\n    - "**/*.bak.yml"\n  baseline: .rediscue-baseline.json\napp:\n  url: http://127.0.0.1:8080\n  log: log/app.log\n`,
];
const variables: Readonly<Record<string, string>> = { JOBS: secret, URL: `redis://:${secret}@h:1/0` };

export const configTargets: readonly FuzzTarget[] = [
  {
    name: 'config/rediscue-yaml',
    seeds: () => files.map((text) => Buffer.from(text)),
    run: (input, { folder }) => {
      const text = input.toString('utf8');
      try {
        const config = readConfig(text, 'rediscue.yaml');
        expectBounded(config.settings, input.length);
        configuredApp(config);
        for (const name of Object.keys(config.settings.targets ?? {})) {
          const target = targetOf(name, config, { folder, environment: {}, variable: (each) => (Object.hasOwn(variables, each) ? variables[each] : undefined) });
          if (target !== null) expectFact('target', target.fact);
        }
      } catch (error) {
        if (!isRediscueError(error) || !error.code.startsWith('config/')) throw error;
        if (!error.message.startsWith('rediscue.yaml')) throw new Error('a refusal without its place');
        // As a value it is never repeated; as a key, or split, it may be.
        if (/password: kV7q2ZsecretW9xLt3$/m.test(text) && text.split(secret).length === 2 && `${error.message} ${error.hint}`.includes(secret))
          throw new Error('a secret is shown');
      }
    },
  },
];
