import type { ProjectModel } from '../declared/project/index.ts';
import type { ConsumerFact } from '../facts/index.ts';
import type { ProbeContext } from '../probes/context.ts';

/** Keeps what the project's files declare, without secrets: programs, names that lead nowhere, other objects. */
export function recordDeclared(model: ProjectModel, context: ProbeContext): void {
  const tick = context.clock.tick();
  for (const { subject, fact } of model.programs) context.record('program', subject, null, fact, tick);
  for (const [file, names] of byFile(model.dangling)) context.record('dangling', file, null, { names }, tick);
  for (const [file, objects] of byFile(model.objects)) context.record('objects', file, null, { objects }, tick);
}

/** Who is told of a target; recorded for its entry, so that a cause of the endpoint sees it too. */
export function recordConsumers(subject: string, target: string, consumers: readonly ConsumerFact[], context: ProbeContext): void {
  context.record('consumers', subject, target, { consumers: [...consumers] }, context.clock.tick());
}

function byFile<T extends { place: { file: string } }>(entries: readonly T[]): Map<string, T[]> {
  const files = new Map<string, T[]>();
  for (const entry of entries) {
    const known = files.get(entry.place.file);
    if (known) known.push(entry);
    else files.set(entry.place.file, [entry]);
  }
  return files;
}
