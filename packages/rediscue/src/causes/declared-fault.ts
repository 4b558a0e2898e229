import type { Place } from '../facts/index.ts';
import type { CauseCode } from './catalogue.ts';
import type { Found, Remedy } from './define.ts';
import { change } from './in-files.ts';
import type { ProjectView } from './view.ts';

const maxPlaces = 20;

/** Data of an object `declared-fault`, as the readers give it. */
interface DeclaredFault {
  code: string;
  place: Place;
  summary: string;
  also: Place[];
  subject: string;
  mend?: { find: string; replace: string };
}

/** What the readers found of this code: its sentence as it is, and what to do at its place. */
export const faultsOf = (project: ProjectView, code: CauseCode, title: string | ((fault: DeclaredFault) => string)): Found[] =>
  project
    .objects('declared-fault')
    .map(({ data }) => data as DeclaredFault)
    .filter((fault) => fault.code === code)
    .map((fault) => ({
      summary: fault.summary,
      evidence: [{ probe: 'objects', subject: fault.place.file }],
      where: [fault.place, ...fault.also].slice(0, maxPlaces),
      // It is about files, and about no endpoint.
      concerns: [],
      remedies: [mended(fault, typeof title === 'string' ? title : title(fault))],
    }));

const mended = ({ place, mend }: DeclaredFault, title: string): Remedy => change(title, place, mend);
