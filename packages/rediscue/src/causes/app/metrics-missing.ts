import type { AppLook } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { quoted } from '../shell.ts';
import { look, withApp } from './example-looks.ts';
import { answers, looksOf } from './looks.ts';

const metrics = (over: Partial<AppLook> = {}) => look({ name: 'METRICS_PORT', role: 'metrics', url: 'http://127.0.0.1:9464/metrics', ...over });

/** A page that asks for a login is there. */
const isThere = ({ state, status }: AppLook): boolean => state === 'answered' && status !== null && (status < 400 || status === 401 || status === 403);

const said = ({ state, status, ms }: AppLook): string =>
  state === 'answered'
    ? `answers ${status}`
    : state === 'refused'
      ? 'refuses the connection'
      : state === 'timed-out'
        ? `gives no answer within ${Math.round(ms)} ms`
        : `cannot be asked (${state})`;

export default defineCause({
  code: 'app/metrics-missing',
  severity: 'warning',
  scope: 'project',
  title: 'The declared metrics do not answer',
  meaning: 'A port or URL for metrics is declared, and nothing answers there, while the application itself does. Whoever watches it sees nothing, and alarms stay silent.',
  detection: '`METRICS_URL`, or `/metrics` at `METRICS_PORT`, refuses, is silent or answers an error. Where the application does not answer either, it is not judged.',
  advice: 'Start the exporter inside the application, or correct the port; publish it where the application runs in a container.',
  needs: [],
  explains: [],
  detect: (project) => {
    const looks = looksOf(project);
    const own = looks.filter(({ role }) => role !== 'metrics');
    return looks.flatMap((one): Found[] => {
      if (one.role !== 'metrics' || isThere(one)) return [];
      // Of an application that does not run there are no metrics; what only a file speaks of may not run here.
      if (own.length === 0 ? one.from === 'file' : !own.some(answers)) return [];
      return [
        {
          summary: `The metrics at ${one.url} (${one.name}) are missing: it ${said(one)}.`,
          evidence: ['app'],
          where: one.place === null ? [] : [one.place],
          concerns: [],
          remedies: [remedy('See what listens there, and let the application serve its metrics', [`curl -isS --max-time 5 ${quoted(one.url)}`], 'rediscue diagnose')],
        },
      ];
    });
  },
  examples: {
    bad: [
      { name: 'the port refuses, the application answers', facts: withApp({}, { looks: [look(), metrics({ state: 'refused', status: null })] }), says: 'refuses' },
      { name: 'there is no such page', facts: withApp({}, { looks: [look(), metrics({ status: 404 })] }), says: '404' },
    ],
    good: [
      { name: 'it answers', facts: withApp({}, { looks: [look(), metrics()] }) },
      { name: 'the application does not run', facts: withApp({}, { looks: [look({ state: 'refused', status: null }), metrics({ state: 'refused', status: null })] }) },
      { name: 'only a file speaks of it', facts: withApp({}, { looks: [metrics({ state: 'refused', status: null, from: 'file' })] }) },
    ],
  },
});
