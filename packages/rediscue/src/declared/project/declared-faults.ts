import type { DeclaredObject, Reader } from '../reading.ts';
import type { ProjectReading } from './read-project.ts';

/** What the readers find to be wrong with all that was read. One that fails is told: the others go on. */
export function declaredFaults(readers: readonly Reader[], reading: ProjectReading): DeclaredObject[] {
  return readers.flatMap((reader) => {
    try {
      return (reader.judge?.(reading) ?? []).map((fault): DeclaredObject => ({ kind: 'declared-fault', name: fault.subject, place: fault.place, data: fault }));
    } catch (error) {
      // As in reading: the message may hold a secret.
      const what = error instanceof Error ? error.name : 'an unknown error';
      reading.problems.push({ place: { file: '.' }, why: `what the ${reader.id} reader found could not be judged, for ${what}: a fault of Rediscue` });
      return [];
    }
  });
}
