import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { diagnoseAgain } from '../remedy.ts';

export default defineCause({
  code: 'security/secret-in-plain-sight',
  severity: 'warning',
  scope: 'endpoint',
  title: "A password stands in the process's argument list",
  meaning: 'Every user of the machine can read argument lists (`ps`), and they end up in logs, histories and monitoring.',
  detection: "The arguments of the server's process hold `--requirepass`, `--masterauth`, `--user` with a password, or the like.",
  advice: 'Put it into a configuration or ACL file with mode 0600, and name that file in the start command.',
  source: 'proc(5), /proc/PID/cmdline',
  needs: ['process'],
  explains: [],
  detect: (at) => {
    const process = at.get('process');
    if (!process?.secretInArguments) return null;
    return {
      summary: `The start command of ${process.name} (pid ${process.pid}, ${at.subject}) holds a password: every user of this machine can read it.`,
      evidence: ['process'],
      remedies: [
        remedy(
          'Move it into a file that only the server can read, change it, and start without it in the command',
          [
            '(umask 077; head -c 32 /dev/urandom | base64 | tr -d "+/=\\n" > redis-password)',
            'install -m 0600 -o redis -g redis /dev/null /etc/redis/secret.conf',
            `printf 'requirepass %s\\n' "$(cat redis-password)" >> /etc/redis/secret.conf`,
            '# redis.conf: include /etc/redis/secret.conf',
          ],
          diagnoseAgain(at),
          'disruptive',
          'rotate-passwords',
        ),
      ],
    };
  },
  examples: {
    bad: [
      { name: '--requirepass in the start command', facts: { process: serverProcess({ arguments: ['redis-server', '*:6379', '--requirepass', '***'], secretInArguments: true }) } },
    ],
    good: [{ name: 'a configuration file', facts: { process: serverProcess() } }],
  },
});
