import type { Place } from '../../facts/index.ts';
import { change, diagnoseTarget, edit, places, placesOf, placeText, problemsOf, remedy, sourceText } from '../declaration.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found } from '../define.ts';
import { configFile, loginRefused, notConnected } from '../example-parts.ts';
import { agreesInFiles, isOnlyRead, works } from '../reach.ts';
import type { EndpointView, TargetView } from '../view.ts';

const literal = { set: true, placeholder: null, variable: '${REDIS_PASSWORD}', weak: null, padded: false };
const wrongPass = 'WRONGPASS invalid username-password pair or user is disabled.';

/** The literal text on the application's side, where it leads to what was seen. */
function clientSide(target: TargetView): Found[] {
  const rejected =
    (isOnlyRead(target) && !agreesInFiles(target)) || target.endpoints.some((at) => at.get('auth')?.outcome === 'rejected' || at.get('auth')?.outcome === 'server-has-none');
  const reached = target.entries.some((at) => at.get('speak')?.state === 'resp');
  const told = problemsOf(target, 'unexpanded-variable').map((problem) => ({ part: problem.part, text: problem.text, where: placesOf(problem, target) }));
  const variable = target.declared?.password.variable;
  const all = variable && !told.some(({ part }) => part === 'password') ? [...told, { part: 'password', text: variable, where: places(target).slice(0, 1) }] : told;
  return all
    .filter(({ part }) => (part === 'password' || part === 'username' ? rejected : !reached))
    .map(({ part, text, where }) => ({
      summary: `The ${part === 'url' ? 'target' : part} in ${sourceText(target, part)} is the literal text ${text ?? 'of a variable'}: nothing expanded it.`,
      why: `the application sends the literal text ${text ?? ''}`,
      evidence: ['target', ...(part === 'password' || part === 'username' ? (['auth'] as const) : (['resolve'] as const))],
      where,
      remedies: [remedy('Write the value itself, or use a format that expands it (double quotes in dotenv, the shell, compose)', change(target, where[0]), diagnoseTarget(target))],
    }));
}

/** The literal text on the server's side: redis.conf and sentinel.conf expand nothing. */
function serverSide(at: EndpointView): Found[] {
  const rejected = at.get('auth')?.outcome === 'rejected';
  const linkDown = at.info('master_link_status') === 'down';
  const directives = at.get('configFile')?.directives ?? [];
  const found: { name: string; text: string; place: Place | null }[] = [];
  for (const { name, secret, place, values } of directives) {
    const matters =
      name === 'requirepass' || name === 'user'
        ? rejected
        : name === 'masterauth' || name === 'primaryauth'
          ? linkDown
          : name === 'sentinel' && values[0] === 'auth-pass' && sentinelSeesDown(at);
    if (secret?.variable && matters) found.push({ name, text: secret.variable, place });
  }
  const live = at.value('config')?.secrets.masterauth;
  if (found.length === 0 && linkDown && live?.variable) found.push({ name: 'masterauth', text: live.variable, place: null });
  return found.map(({ name, text, place }) => ({
    summary: `The server of ${at.subject} takes the literal text ${text} for its ${name}${place ? ` (${placeText(place)})` : ''}: its configuration expands no variables.`,
    why: `${name} of the server is the literal text ${text}`,
    evidence: place
      ? [
          { probe: 'configFile', subject: at.subject },
          { probe: 'auth', subject: at.subject },
        ]
      : [{ probe: 'config', subject: at.subject }],
    where: place ? [place] : [],
    concerns: [at.subject],
    remedies: [
      remedy(
        'Let something expand the file before the server reads it (envsubst), or pass the value to the server otherwise',
        place ? [edit(place), `envsubst < '${place.file}' > '${place.file}.expanded'`] : [`grep -n '${name}' "$REDIS_CONF"`],
        diagnoseTarget(at.target),
        'disruptive',
      ),
    ],
  }));
}

const sentinelSeesDown = (at: EndpointView): boolean => at.value('sentinel')?.primaries.some(({ flags }) => flags.includes('s_down')) ?? false;

export default defineCause({
  code: 'config/interpolation-not-expanded',
  severity: 'critical',
  scope: 'target',
  title: 'A literal `${VAR}` is taken for the value',
  meaning:
    'redis.conf, sentinel.conf and single-quoted dotenv values expand no variables. The server or the application uses the text `${REDIS_PASSWORD}` itself, and the two sides no longer agree.',
  detection: 'The effective value on one side is a literal reference, and the login or the connection fails for it.',
  advice: 'Write the value, expand the file before it is read, or pass the value in a way that is expanded.',
  needs: [],
  explains: [
    'config/invalid-url',
    'config/fatal-directive',
    'network/name-not-found',
    'network/resolver-unreachable',
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'auth/password-wrong',
    'auth/password-missing',
    'auth/server-has-no-password',
    'auth/user-unknown',
    'auth/replica-credentials-missing',
    'auth/sentinel-credentials-missing',
    'replication/link-down',
  ],
  detect: (target) => [...(works(target) ? [] : clientSide(target)), ...target.endpoints.flatMap(serverSide)],
  inFiles: {
    detect: (project) => faultsOf(project, 'config/interpolation-not-expanded', 'Write the value itself into a file that is not committed, or let the start fill it in (envsubst)'),
  },
  examples: {
    bad: [
      { name: 'the application sends the literal text', facts: { ...loginRefused('rejected', wrongPass), target: { password: { variable: '${REDIS_PASSWORD}' } } } },
      {
        name: 'requirepass of redis.conf is the literal text',
        facts: {
          ...loginRefused('rejected', wrongPass),
          configFile: configFile([], { directives: [{ name: 'requirepass', values: ['***'], place: { file: '/srv/app/redis.conf', line: 4 }, secret: literal }] }),
        },
      },
      {
        name: 'the host is a reference that nothing expanded',
        facts: {
          ...notConnected,
          connect: null,
          resolve: { state: 'not-found', addresses: [], code: 'ENOTFOUND' },
          target: {
            problems: [
              {
                kind: 'unexpanded-variable',
                part: 'host',
                reason: 'nothing expands it',
                position: 8,
                text: '${REDIS_HOST}',
                corrected: null,
                place: { file: '.env', line: 2 },
                tolerated: false,
              },
            ],
          },
        },
      },
    ],
    good: [
      {
        name: 'both sides hold the same literal text: it works',
        facts: { target: { password: { variable: '${REDIS_PASSWORD}' } }, config: { value: { secrets: { requirepass: literal } } } },
      },
      {
        name: 'a file with the literal text, whose server rejects nobody',
        facts: { configFile: configFile([], { directives: [{ name: 'requirepass', values: ['***'], place: { file: '/srv/app/redis.conf', line: 4 }, secret: literal }] }) },
      },
      { name: 'a wrong password that is just wrong', facts: loginRefused('rejected', wrongPass) },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'requirepass of redis.conf is a reference', files: { 'redis.conf': 'port 6379\nrequirepass ${REDIS_PASSWORD}\n' }, at: 'redis.conf:2' },
      { name: 'auth-pass of a Sentinel', files: { 'conf/sentinel.conf': 'sentinel monitor main 10.0.0.1 6379 2\nsentinel auth-pass main ${PW}\n' }, at: 'conf/sentinel.conf:2' },
    ],
    good: [
      { name: 'the entry point fills it in', files: { 'redis.conf': 'port 6379\nrequirepass ${REDIS_PASSWORD}\n', 'entrypoint.sh': 'envsubst < redis.conf > /tmp/redis.conf\n' } },
      { name: 'a template', files: { 'redis.conf.template': 'port 6379\nrequirepass ${REDIS_PASSWORD}\n' } },
    ],
  },
});
