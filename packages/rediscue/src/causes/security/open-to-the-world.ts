import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { exposure } from '../exposure.ts';
import { isSentinel } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';

const open: EndpointExample = { auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' }, speak: { reply: 'PONG', error: null }, target: { password: { set: false } } };
const onLoopback: EndpointExample = { connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.1 }], used: '127.0.0.1' } };
const noPassword = { requirepass: { set: false } };

export default defineCause({
  code: 'security/open-to-the-world',
  severity: 'error',
  scope: 'endpoint',
  title: 'The server can be used from other machines without a password',
  meaning: 'Whoever reaches the port can read, change and delete everything, and can often take over the machine with it. Open servers are found by scanners within hours.',
  detection:
    'PING works without a login, and the server is reached beyond loopback: over an address of a network, as `bind` and a switched-off protected mode say, or as its container publishes the port. A server on loopback, or in protected mode, is not open.',
  advice: 'Set a password on both sides. Until then, turn protected mode on: it lets in what comes over loopback only.',
  source: 'redis.io, "Redis security", protected mode',
  needs: ['auth'],
  explains: ['security/published-on-all-interfaces', 'security/default-user-all-powerful'],
  detect: (at) => {
    if (!at.get('auth')?.openWithoutLogin || isSentinel(at)) return null;
    // A replica or node that others announced is judged by its own target; the same fault is not told of a Sentinel group's every member.
    if (!at.isEntry && at.get('learned')?.as !== 'primary') return null;
    const exposed = exposure(at);
    if (exposed === null) return null;
    if (exposed.unknown !== undefined) return { undecided: `whether ${at.subject}, which wants no password, can be reached from other machines`, needs: exposed.unknown };
    const cli = redisCli(at);
    return {
      summary: `${at.subject} wants no password and can be reached from other machines: ${exposed.how}.`,
      evidence: ['auth', 'connect', 'config', 'containers'],
      remedies: [
        remedy(
          'Let in loopback only, at once: clients on other machines are refused',
          [`${cli} CONFIG SET protected-mode yes`, `${cli} CONFIG REWRITE`],
          diagnoseAgain(at),
          'disruptive',
        ),
        remedy(
          'Set a password, here and in the application: new connections need it at once',
          [
            '(umask 077; head -c 32 /dev/urandom | base64 | tr -d "+/=\\n" > redis-password)',
            `printf 'CONFIG SET requirepass %s\\n' "$(cat redis-password)" | ${cli}`,
            `REDISCLI_AUTH="$(cat redis-password)" ${cli} CONFIG REWRITE`,
          ],
          diagnoseAgain(at),
          'disruptive',
          'set-app-password',
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: 'it answers on a network address', facts: { ...open, config: { value: { secrets: noPassword } } } },
      {
        name: 'on this machine: bound to everything, protected mode off',
        facts: { endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { 'protected-mode': 'no', bind: '* -::*' }, secrets: noPassword } } } } },
      },
      {
        name: 'a container publishes it on every interface',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...open,
              ...onLoopback,
              config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } },
              containers: { runtime: 'docker', containers: [container({ published: [{ hostAddress: '0.0.0.0', hostPort: 6379, containerPort: 6379 }] })], neighbours: [] },
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'a development server on loopback',
        facts: {
          endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { bind: '127.0.0.1 -::1', 'protected-mode': 'no' }, secrets: noPassword } } } },
        },
      },
      {
        name: 'bound to everything, in protected mode',
        facts: { endpoints: { '127.0.0.1:6379': { ...open, ...onLoopback, config: { value: { values: { 'protected-mode': 'yes' }, secrets: noPassword } } } } },
      },
      {
        name: 'a container that publishes it on loopback only',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...open,
              ...onLoopback,
              config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } },
              containers: { runtime: 'docker', containers: [container()], neighbours: [] },
            },
          },
        },
      },
      {
        name: 'a service name inside the network of the containers',
        facts: { endpoints: { 'redis:6379': { ...open, config: { value: { values: { 'protected-mode': 'no' }, secrets: noPassword } } } } },
      },
    ],
  },
});
