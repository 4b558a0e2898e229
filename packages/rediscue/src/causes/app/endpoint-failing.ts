import type { AppLook } from '../../facts/index.ts';
import { quoted, remedy } from '../declaration.ts';
import { defineCause, type Found, type Undecided } from '../define.ts';
import { quoted as shellQuoted } from '../shell.ts';
import type { ProjectView, TargetView } from '../view.ts';
import { event, health, look, refused, withApp } from './example-looks.ts';
import {
  answers,
  brief,
  eventPlaces,
  failedDependencies,
  failingNeighbours,
  follow,
  isOld,
  lineText,
  logOf,
  looksOf,
  namesRedis,
  originText,
  stateOf,
  usedEndpoints,
} from './looks.ts';

const states: Readonly<Partial<Record<AppLook['state'], string>>> = {
  refused: 'refuses the connection: nothing runs there',
  'timed-out': 'gives no answer',
  'name-not-found': 'has a host name that nobody knows',
  reset: 'ends the connection without an answer',
  unreachable: 'has no route',
  failed: 'cannot be asked',
};

/** Codes with which a web socket is closed when its server fails, not its client. */
const failedCodes = [1011, 1012, 1013, 1014];

const isNamedInside = ({ state, url }: AppLook): boolean => state === 'name-not-found' && !/:\/\/[^/]*\./.test(url);

function isFailing(look: AppLook, isRedisFailing: boolean): boolean {
  if (look.close !== null) return failedCodes.includes(look.close.code) || (isRedisFailing && look.close.code === 1006);
  if (look.state === 'answered') return look.status !== null && look.status >= 500;
  return look.state in states && !isNamedInside(look);
}

/** How much a look tells: an answer more than silence, a given URL more than a guess, a body that names what failed most. */
const weight = (look: AppLook): number =>
  (failedDependencies(look).redis.length > 0 ? 8 : 0) + (look.close !== null || look.state === 'answered' ? 4 : 0) + (look.isGuess ? 0 : 2) + (look.body === null ? 0 : 1);

function saysOf(look: AppLook): string {
  const { redis, others } = failedDependencies(look);
  const failed = [...redis, ...others].slice(0, 3).map(({ name, state, text }) => `${name} is ${quoted(brief(state, 30))}${text === null ? '' : ` (${brief(text, 80)})`}`);
  const said = failed.length > 0 ? `: ${failed.join(', ')}` : look.body === null ? '' : `: ${quoted(brief(look.body))}`;
  if (look.close !== null) return `is closed by the application with ${look.close.code}${look.close.reason === null ? '' : `: ${quoted(brief(look.close.reason))}`}`;
  if (look.state === 'answered') return `answers ${look.status}${said}`;
  return `${states[look.state] ?? 'cannot be asked'}${look.state === 'timed-out' ? ` within ${Math.round(look.ms)} ms` : ''}`;
}

/** Which of the application's Redis servers may be why: those that cannot be used; where Redis is named, and none is seen to fail, all. */
function suspects(project: ProjectView, isRedisNamed: boolean, isOtherNamed: boolean): string[] {
  const failing = project.targets.filter((target) => stateOf(target) === 'failing');
  if (isRedisNamed) return usedEndpoints(failing.length > 0 ? failing : project.targets);
  return isOtherNamed ? [] : usedEndpoints(failing);
}

function ofLooks(project: ProjectView): (Found | Undecided)[] {
  const looks = looksOf(project).filter(({ role }) => role !== 'metrics');
  const isRedisFailing = project.targets.some((target) => stateOf(target) === 'failing');
  const log = logOf(project);
  const isRedisInLog = (log?.events ?? []).some((one) => one.isRedis && !one.isOver && !isOld(one, project.nowMs));
  const neighbours = failingNeighbours(project);
  return [...new Set(looks.map(({ name }) => name))].flatMap((name): (Found | Undecided)[] => {
    const own = looks.filter((one) => one.name === name);
    const inside = own.find(isNamedInside);
    if (inside !== undefined)
      return [
        { undecided: `what ${inside.url} (${name}) answers`, needs: 'its host name is only known where the application runs; a URL that leads there from here would decide it' },
      ];
    const [worst] = own.filter((one) => isFailing(one, isRedisFailing)).toSorted((a, b) => weight(b) - weight(a));
    if (worst === undefined) return [];
    const { redis, others } = failedDependencies(worst);
    const isRedisNamed = redis.length > 0 || namesRedis(`${worst.body ?? ''} ${worst.close?.reason ?? ''}`) || (others.length === 0 && isRedisInLog);
    // An application that a file speaks of may be meant to run elsewhere, or not now.
    const isMild = worst.state !== 'answered' && worst.close === null && (worst.from === 'file' || worst.isGuess);
    const beside = neighbours.map(({ address, state }) => `PostgreSQL at ${address} is ${state === 'timed-out' ? 'silent' : state}`).slice(0, 2);
    const summary = `${worst.url} (${name}) ${saysOf(worst)}${beside.length > 0 ? `; ${beside.join(', ')}` : ''}.`;
    return [
      {
        summary,
        why: `${worst.url} ${saysOf(worst)}`,
        ...(isMild && { severity: 'warning' as const }),
        evidence: ['app', ...(isRedisInLog ? (['appLog'] as const) : []), ...(beside.length > 0 ? (['neighbours'] as const) : [])],
        where: worst.place === null ? [] : [worst.place],
        concerns: suspects(project, isRedisNamed, others.length > 0),
        remedies: [
          remedy(
            answers(worst) || worst.state === 'answered' ? 'See in its log why the application fails' : 'Start the application, and see in its log why it ended',
            worst.url.startsWith('ws')
              ? ['rediscue diagnose --log <the log of the application>']
              : [`curl -isS --max-time 5 ${shellQuoted(worst.url)}`, 'rediscue diagnose --log <the log of the application>'],
            'rediscue diagnose',
          ),
        ],
      },
    ];
  });
}

/** What the log tells of failures that are seen now: it is a symptom only of a Redis that cannot be used. */
function ofLog(project: ProjectView): Found[] {
  const log = logOf(project);
  if (log === undefined) return [];
  const open = log.events.filter((one) => !one.isOver && one.kind !== 'readiness-timeout' && one.kind !== 'pool-exhausted');
  // An open server takes any password in one form and refuses it in the other: to which the application's client falls, its log tells.
  const isRefusedLogin = open.some(({ kind }) => kind === 'no-password-configured');
  const takesAnything = ({ entries }: TargetView) => entries.some((at) => at.get('auth')?.openWithoutLogin && at.target.declared?.password.set);
  const failing = project.targets.filter((target) => stateOf(target) === 'failing' || (isRefusedLogin && takesAnything(target)));
  if (failing.length === 0) return [];
  // A failed request says more than the error beneath it.
  const isRequest = (kind: string) => kind === 'http-5xx' || kind === 'websocket-closed';
  const redis = open.filter(({ isRedis }) => isRedis);
  const [first] = [...open.filter(({ kind, dependency, isRedis }) => isRequest(kind) && (isRedis || dependency === null)), ...redis];
  if (first === undefined) return [];
  const detail = isRequest(first.kind) ? (redis.findLast(({ kind }) => !isRequest(kind)) ?? first) : first;
  const named = failing.filter(({ entries }) => detail.address !== null && entries.some(({ subject }) => subject === detail.address));
  const times = first.count > 1 ? `, ${first.count} times` : '';
  const cause = detail === first ? '' : `, after ${quoted(brief(detail.text))} (${lineText(log, detail)})`;
  return [
    {
      summary: `The application fails by its log: ${quoted(brief(first.text))} (${lineText(log, first)}${times}${originText(detail)})${cause}.`,
      evidence: ['appLog'],
      where: eventPlaces(log, detail),
      concerns: usedEndpoints(named.length > 0 ? named : failing),
      remedies: [remedy('Follow the log while the application is used', follow(log), 'rediscue diagnose')],
    },
  ];
}

export default defineCause({
  code: 'app/endpoint-failing',
  severity: 'error',
  scope: 'project',
  title: "The application's own URL fails",
  meaning: 'The application answers a server error, closes its web socket with one, or does not answer at all. It is what its users see, and rarely the cause.',
  detection:
    "`APP_URL`, `HEALTHCHECK_URL` and `HEALTH_URL` are asked once, and `/health`, `/ready` and `/api/health` below a base that answers: a status of 500 or more, a close code from 1011 to 1014, or no answer within two seconds. A Redis that cannot be used explains it unless the body names other servers alone. Without a URL, the application's log, or that of its container, says the same of a Redis that cannot be used now.",
  advice: 'Mend the root cause that the chain ends in. Where there is none, the log of the application says why it fails (`--log FILE`).',
  needs: [],
  explains: [],
  detect: (project) => {
    const found = ofLooks(project);
    return found.some((one) => !('undecided' in one)) ? found : [...found, ...ofLog(project)];
  },
  examples: {
    bad: [
      {
        name: 'the health URL answers 503 and names Redis',
        facts: withApp(refused, { looks: [look({ status: 503, health: health('redis', 'down', false, 'connect ECONNREFUSED 192.0.2.10:6379') })] }),
        says: 'redis is "down"',
      },
      {
        name: 'the web socket is closed with 1011',
        facts: withApp(refused, {
          looks: [look({ role: 'base', url: 'ws://127.0.0.1:3000/ws', state: 'upgraded', status: 101, close: { code: 1011, reason: 'internal error' } })],
        }),
        says: '1011',
      },
      { name: 'nothing runs there', facts: withApp({}, { looks: [look({ role: 'base', state: 'refused', status: null })] }), says: 'refuses the connection' },
      {
        name: 'PostgreSQL is what fails',
        facts: withApp(
          {},
          {
            looks: [look({ status: 500, health: health('database', 'down', false) })],
            neighbours: [{ kind: 'postgresql', name: 'DATABASE_URL', place: null, address: '127.0.0.1:5432', state: 'refused', reply: null, ms: 1 }],
          },
        ),
        says: 'PostgreSQL at 127.0.0.1:5432 is refused',
      },
      { name: 'the log of the application tells it', facts: withApp(refused, { events: [event()] }), says: 'app.log:41' },
    ],
    good: [
      { name: 'all URLs answer', facts: withApp({}, { looks: [look({ role: 'base' }), look({ health: health('redis', 'up', true) })] }) },
      { name: 'a login is asked for', facts: withApp({}, { looks: [look({ status: 401 })] }) },
      { name: 'the log tells of a failure that is over', facts: withApp(refused, { events: [event({ isOver: true })] }) },
      { name: 'the log tells of a failure, and Redis is well', facts: withApp({}, { events: [event()] }) },
      { name: 'a host name of a container', facts: withApp({}, { looks: [look({ url: 'http://web:3000/', state: 'name-not-found', status: null })] }) },
      { name: 'a web socket that stays open', facts: withApp({}, { looks: [look({ url: 'ws://127.0.0.1:3000/', state: 'upgraded', status: 101 })] }) },
    ],
  },
});
