import { quoted, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';
import { event, refused, withApp } from './example-looks.ts';
import { answers, brief, eventPlaces, isOld, lineText, logOf, looksOf, mayBeOver, originText, stateOf } from './looks.ts';

const exhausted = event({ kind: 'pool-exhausted', address: null, count: 12, text: 'redis.exceptions.ConnectionError: No connection available.' });

/** The log of a container was not chosen by anybody for what it tells. */
const recent = 600_000;

/** Share of the server's connections up to which it is not what limits. */
const wellBelow = 0.8;

function figuresOf(at: EndpointView): { connected: number; limit: number } | null {
  const connected = at.infoNumber('connected_clients');
  const limit = at.infoNumber('maxclients') ?? at.configNumber('maxclients');
  return connected === undefined || limit === undefined ? null : { connected, limit };
}

export default defineCause({
  code: 'app/pool-exhausted',
  severity: 'error',
  scope: 'project',
  title: "The client's connection pool is at its limit, the server is not",
  meaning:
    'All connections of the pool in the application are in use, and further requests wait until their time is over. The server has room for more: the pool is too small, or connections are not given back.',
  detection:
    "The application's log (`--log`, `APP_LOG`, or that of its container) says that its pool is exhausted, and no later line that it works again, while the server's `connected_clients` is below four fifths of `maxclients`. Where the server is at its limit, that is network/connection-limit.",
  advice:
    'Look for connections that are not given back (blocking commands, transactions and subscriptions hold one each), for slow commands, and then give the pool more, bounded by what the server allows.',
  needs: ['info'],
  explains: ['app/endpoint-failing', 'app/readiness-timeout'],
  detect: (project) => {
    const log = logOf(project);
    const hasOthers = (project.machine.get('neighbours')?.neighbours ?? []).length > 0;
    const last = log?.events.findLast((one) => one.kind === 'pool-exhausted' && !one.isOver && (one.isRedis || (one.dependency === null && !hasOthers)));
    if (log === undefined || last === undefined) return null;
    // What is told of another day is over where the application answers now.
    if (isOld(last, project.nowMs) && looksOf(project).some(answers)) return null;
    const used = project.targets.filter((target) => stateOf(target) === 'well').flatMap(({ entries }) => entries);
    if (used.length === 0) return null;
    const known = used.map((at) => ({ at, figures: figuresOf(at) }));
    if (known.some(({ figures }) => figures !== null && figures.connected >= figures.limit * wellBelow)) return null;
    const [first] = known.flatMap(({ at, figures }) => (figures === null ? [] : [{ at, figures }]));
    if (first === undefined)
      return { undecided: "whether the pool or the server's limit of connections is what is used up", needs: 'an account with +info would show connected_clients and maxclients' };
    const { at, figures } = first;
    return {
      summary: `The application's connection pool is exhausted: ${quoted(brief(last.text))} (${lineText(log, last)}${last.count > 1 ? `, ${last.count} times` : ''}${originText(last)}); ${at.subject} has ${figures.connected} of ${figures.limit} connections in use.`,
      why: `the application's connection pool is exhausted, the server has ${figures.connected} of ${figures.limit} connections in use`,
      ...((isOld(last, project.nowMs) || (mayBeOver(log) && isOld(last, project.nowMs, recent))) && { severity: 'warning' as const }),
      evidence: ['appLog', { probe: 'info', subject: at.subject }],
      where: eventPlaces(log, last),
      concerns: used.map(({ subject }) => subject),
      remedies: [
        remedy(
          'See whose connections are held, and by which command',
          [`${redisCli(at)} CLIENT LIST | sed 's/.*name=\\([^ ]*\\).* idle=\\([^ ]*\\).* cmd=\\([^ ]*\\).*/\\1 \\2 \\3/' | sort | uniq -c | sort -rn`],
          'rediscue diagnose',
        ),
        remedy('Give connections back after each use, then raise the limit of the pool in the application (max_connections, maxTotal, PoolSize)', [], 'rediscue diagnose'),
      ],
    };
  },
  examples: {
    bad: [{ name: 'redis-py has no connection left, the server has ten clients', facts: withApp({}, { events: [exhausted] }), says: '10 of 10000' }],
    good: [
      { name: 'the server is at its limit', facts: withApp({ info: { value: { connected_clients: '9900' } } }, { events: [exhausted] }) },
      { name: 'Redis cannot be used', facts: withApp(refused, { events: [exhausted] }) },
      { name: 'it is the pool of the database', facts: withApp({}, { events: [{ ...exhausted, isRedis: false, dependency: 'postgres' }] }) },
      { name: 'it is over', facts: withApp({}, { events: [{ ...exhausted, isOver: true }] }) },
    ],
  },
});
