import { filesThatAgree } from '../auth-examples.ts';
import { change, diagnoseTarget, places, remedy, sourceText } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { loginRefused } from '../example-parts.ts';
import { loginsInFiles } from '../in-files.ts';
import { hurt } from '../reach.ts';

export default defineCause({
  code: 'auth/password-missing',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server wants a password, the application has none',
  meaning: 'Every command is answered with `-NOAUTH`. A health check by `redis-cli ping` does not notice: it exits 0.',
  detection: 'The first command is answered with `-NOAUTH`, and the declaration holds no password.',
  advice: 'Give the application the password of the server, from a file or a secret store. Do not take the password off the server.',
  needs: ['auth'],
  explains: [],
  detect: (at) => {
    if (at.get('auth')?.outcome !== 'missing') return null;
    const user = at.target.declared?.username;
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} wants a password${user ? ` for ${user}` : ''}, and ${sourceText(at.target)} gives none.`,
      why: `${at.subject} answers -NOAUTH`,
      evidence: ['auth', 'speak', 'target'],
      where: places(at.target).slice(0, 1),
      remedies: [
        remedy("Give the application the server's password (REDIS_PASSWORD or REDIS_PASSWORD_FILE)", change(at.target), diagnoseTarget(at.target), 'safe', 'set-app-password'),
      ],
    };
  },
  inFiles: {
    detect: (project) =>
      loginsInFiles(project, 'none-given', (from, server) => ({
        summary: `${from} gives no password, and ${server.name} asks for one.`,
        fix: 'Give the application the password',
        at: 'application',
      })),
  },
  examples: {
    bad: [
      { name: 'NOAUTH and no password declared', facts: { target: { password: { set: false } }, ...loginRefused('missing', 'NOAUTH Authentication required.') } },
      {
        name: 'a user without a password declared',
        facts: { target: { username: 'app', password: { set: false } }, ...loginRefused('missing', 'NOAUTH Authentication required.') },
      },
    ],
    good: [
      { name: 'a password is declared and right', facts: {} },
      {
        name: 'an open server and no password',
        facts: { target: { password: { set: false } }, speak: { reply: 'PONG', error: null }, auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' } },
      },
      { name: 'a password is declared and wrong', facts: loginRefused('rejected', 'WRONGPASS invalid username-password pair or user is disabled.') },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: the server alone has a password',
        files: {
          'docker-compose.yml':
            'services:\n  app:\n    image: shop:1\n    environment:\n      REDIS_URL: redis://redis:6379\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass u8Zr2Kq0pLw5\n',
        },
        at: 'docker-compose.yml:5',
      },
    ],
    good: filesThatAgree,
  },
});
