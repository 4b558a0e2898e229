import { defineCommand } from '../../command.ts';
import { options } from './options.ts';

export default defineCommand({
  name: 'diagnose',
  what: 'Find why an application cannot use its Redis or Valkey, or say that it can.',
  details: [
    'A target is redis://, rediss://, valkey://, valkeys://, unix:///path.sock, sentinel://host:26379,host2:26379/primary-name, cluster://host:7000,host2:7001, or an encrypted form of the last two (sentinels://, clusters://), with user, password and database as in a Redis URL; or the name of a target in rediscue.yaml. Without one, the targets of rediscue.yaml are looked at, or else what the environment and the files of the project declare.',
    'Passwords are best given through the environment (REDIS_PASSWORD) or a file (REDIS_PASSWORD_FILE); none is ever printed, logged or saved.',
    'Nothing is changed but one key of its own that expires within a minute; --no-write leaves that out too.',
  ],
  arguments: [{ name: 'TARGET', what: 'What the application is told to connect to.', many: true }],
  options,
  examples: [
    { command: 'rediscue diagnose redis://cache.internal:6379/0', what: 'One server, as the application is told.' },
    { command: 'REDIS_PASSWORD=… rediscue diagnose rediss://app@cache.internal:6380 --json', what: 'With a login over TLS, for a program.' },
    { command: 'rediscue diagnose sentinel://10.0.0.1:26379,10.0.0.2:26379/mymaster --budget 5s', what: 'Asks every Sentinel and looks at what they answer.' },
    { command: 'rediscue diagnose cache', what: 'The target of that name in rediscue.yaml.' },
    { command: 'rediscue diagnose --project . --format sarif --output rediscue.sarif', what: 'What the project declares, for a code host.' },
    {
      command: 'gcloud redis instances describe cache --region europe-west1 --format json > cloud.json; rediscue diagnose --cloud-facts cloud.json',
      what: 'With what the provider says of the instance.',
    },
    { command: 'rediscue diagnose redis://cache.internal --save-facts facts.json; rediscue diagnose --facts facts.json', what: 'The same verdict again, anywhere.' },
  ],
  run: async (call, world) => (await import('./run.ts')).runDiagnose(call, world),
});
