import { signalWithin } from '../../deadline.ts';
import type { Engines } from './engine.ts';

/** A container that runs for a service of compose, with the variables that its process really has. They stay in memory. */
interface RunningService {
  container: string;
  service: string;
  project: string | null;
  variables: ReadonlyMap<string, string>;
}

const lookMs = 800;
const mostInspected = 40;

/** The services of compose that run on this machine; empty where no engine answers in time. Never rejects. */
export async function runningServices(opened: Promise<Engines>, signal: AbortSignal): Promise<RunningService[]> {
  const limit = signalWithin(lookMs, signal);
  const over = new Promise<RunningService[]>((resolve) => limit.addEventListener('abort', () => resolve([]), { once: true }));
  return Promise.race([over, look(opened, limit).catch(() => [])]);
}

async function look(opened: Promise<Engines>, signal: AbortSignal): Promise<RunningService[]> {
  const { engines } = await opened;
  const boxes = await Promise.all(
    engines.flatMap((engine) =>
      engine.listed
        .filter(({ state }) => state === 'running')
        .slice(0, mostInspected)
        .map(({ id }) => engine.inspect(id, signal)),
    ),
  );
  return boxes.flatMap((box) => {
    if (box === null || box.entry.service === null || box.entry.state !== 'running') return [];
    const variables = new Map(box.environment.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const));
    return [{ container: box.entry.name, service: box.entry.service, project: box.entry.project, variables }];
  });
}
