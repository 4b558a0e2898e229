import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { crossesHosts } from '../exposure.ts';
import { isSentinel } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';

export default defineCause({
  code: 'security/default-user-all-powerful',
  severity: 'info',
  scope: 'endpoint',
  title: 'The application uses the default user with every right',
  meaning: 'A fault in the application, or whoever gets its password, can flush everything, change the configuration and shut the server down.',
  detection: 'ACL WHOAMI says `default`, that user may run every command on every key, and the server is on another machine than the application.',
  advice: 'Give the application a user of its own that may use its keys and no administrative command.',
  source: 'redis.io, "ACL"',
  needs: ['acl'],
  explains: [],
  detect: (at) => {
    const acl = at.get('acl');
    if (!at.isEntry || isSentinel(at) || acl?.whoami.state !== 'ok' || acl.whoami.value !== 'default' || acl.self.state !== 'ok') return null;
    const { commands, keys } = acl.self.value;
    if (!/(^|\s)(\+@all|allcommands)(\s|$)/.test(commands) || /\s-/.test(commands) || !/(^|\s)(~\*|allkeys)(\s|$)/.test(keys) || crossesHosts(at) !== true) return null;
    return {
      summary: `The application is the default user of ${at.subject}, which may run every command.`,
      evidence: ['acl'],
      remedies: [
        remedy(
          'Make a user for the application, in an ACL file or at a prompt',
          [
            `${redisCli(at)} ACL SETUSER app reset on '~*' '&*' +@all -@admin -@dangerous +info +client|setname +client|setinfo`,
            `# then give it a password at the prompt (ACL SETUSER app >…), and ACL SAVE or CONFIG REWRITE`,
          ],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  examples: {
    bad: [{ name: 'the default user with +@all ~*', facts: {} }],
    good: [
      {
        name: 'a user of its own',
        facts: {
          acl: {
            whoami: { state: 'ok', value: 'shop' },
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all -@dangerous', keys: '~shop:*', channels: '' } },
          },
        },
      },
      {
        name: 'on this machine',
        facts: { endpoints: { '127.0.0.1:6379': { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } } } },
      },
    ],
  },
});
