import type { AppLogEvent, AppLook, NeighboursFact } from '../../facts/index.ts';
import { unconnected } from '../example-parts.ts';
import { type EndpointExample, exampleNow } from '../examples.ts';

/** A look at one URL of the application: `/health` that answers 200, but for what is given. */
export const look = (over: Partial<AppLook> = {}): AppLook => ({
  name: 'APP_URL',
  place: { file: '.env', line: 1 },
  from: 'environment',
  role: 'health',
  isGuess: false,
  url: 'http://127.0.0.1:3000/health',
  state: 'answered',
  status: 200,
  ms: 4,
  body: null,
  health: null,
  close: null,
  ...over,
});

/** A health body that names one dependency. */
export const health = (name: string, state: string, isOk: boolean | null, text: string | null = null): NonNullable<AppLook['health']> => ({
  isOk,
  status: isOk ? 'ok' : 'error',
  dependencies: [{ name, state, isOk, text }],
});

export const event = (over: Partial<AppLogEvent> = {}): AppLogEvent => ({
  kind: 'refused',
  line: 41,
  lastLine: 41,
  count: 1,
  at: exampleNow,
  dependency: 'redis',
  isRedis: true,
  address: 'redis.example:6379',
  module: 'app.cache',
  source: { file: 'app/cache.py', line: 12 },
  elapsedMs: null,
  text: 'Error: connect ECONNREFUSED redis.example:6379',
  isOver: false,
  ...over,
});

/** Facts of one Redis beside those of the application. */
export const withApp = (redis: EndpointExample, app: { looks?: AppLook[]; events?: AppLogEvent[]; neighbours?: NeighboursFact['neighbours'] }) => ({
  endpoints: { 'redis.example:6379': redis },
  machine: {
    ...(app.looks && { app: { looks: app.looks } }),
    ...(app.events && { appLog: { file: 'app.log', format: 'text' as const, lines: 50, skippedBytes: 0, events: app.events } }),
    ...(app.neighbours && { neighbours: { neighbours: app.neighbours } }),
  },
});

/** A Redis that refuses the connection. */
export const refused: EndpointExample = unconnected('refused', ['192.0.2.10']);
