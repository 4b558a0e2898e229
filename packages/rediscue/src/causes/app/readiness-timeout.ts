import { quoted, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { event, look, refused, withApp } from './example-looks.ts';
import { answers, brief, eventPlaces, isOld, lineText, logOf, looksOf, mayBeOver, originText, stateOf, usedEndpoints } from './looks.ts';

const gaveUp = event({
  kind: 'readiness-timeout',
  elapsedMs: 60_000,
  module: 'app.startup',
  dependency: 'conversation-memory',
  text: 'CRITICAL startup failed: redis readiness timeout after 60s',
});

const hour = 3_600_000;

export default defineCause({
  code: 'app/readiness-timeout',
  severity: 'critical',
  scope: 'project',
  title: 'The application gave up waiting for Redis at start',
  meaning:
    'The application waits at its start until Redis is ready, and ended when its time was over. A wrong declaration looks the same as a slow server here: the chain tells them apart.',
  detection:
    "The application's log or stack trace (`--log`, `APP_LOG`, or that of its container) says that the wait for Redis ended without success, no later line says that it started, and none of its URLs answers. Where the log is old, and Redis works now, it is a warning.",
  advice:
    'Mend the root cause that the chain ends in. Where there is none, Redis was ready later than the application waits: let it wait longer, or start it after Redis is healthy.',
  needs: [],
  explains: ['app/endpoint-failing'],
  detect: (project) => {
    const log = logOf(project);
    const last = log?.events.findLast((one) => one.kind === 'readiness-timeout' && one.isRedis && !one.isOver);
    if (log === undefined || last === undefined || looksOf(project).some((look) => look.role !== 'metrics' && answers(look))) return null;
    const failing = project.targets.filter((target) => stateOf(target) === 'failing');
    const isStale = failing.length === 0 && (mayBeOver(log) || last.at === null || isOld(last, project.nowMs, hour));
    const waited = last.elapsedMs === null ? '' : ` after ${Math.round(last.elapsedMs / 100) / 10} s`;
    const what = last.dependency === null || /redis|valkey/i.test(last.dependency) ? 'Redis' : `Redis (${last.dependency})`;
    return {
      summary: `The application gave up waiting for ${what} at start${waited}: ${quoted(brief(last.text))} (${lineText(log, last)}${originText(last)}).`,
      why: `the application gave up waiting for ${what} at start${waited}`,
      ...(isStale && { severity: 'warning' as const }),
      evidence: ['appLog'],
      where: eventPlaces(log, last),
      concerns: usedEndpoints(failing.length > 0 ? failing : project.targets),
      remedies: [remedy('Start the application again once Redis answers, after Redis and not beside it', [], 'rediscue diagnose')],
    };
  },
  examples: {
    bad: [
      { name: 'the log ends with it, and Redis refuses', facts: withApp(refused, { events: [gaveUp] }), says: 'after 60 s' },
      { name: 'its URL is dead too', facts: withApp(refused, { events: [gaveUp], looks: [look({ state: 'refused', status: null })] }), says: 'app.log:41' },
      { name: 'Redis is well now, minutes later', facts: withApp({}, { events: [gaveUp] }), says: 'conversation-memory' },
    ],
    good: [
      { name: 'it started later', facts: withApp({}, { events: [{ ...gaveUp, isOver: true }] }) },
      { name: 'it answers now', facts: withApp({}, { events: [gaveUp], looks: [look()] }) },
      { name: 'it waited for another server', facts: withApp({}, { events: [{ ...gaveUp, isRedis: false, dependency: 'postgres' }] }) },
    ],
  },
});
