import type { Place } from '../../../facts/index.ts';
import type { Report } from '../../../report/contract.ts';

/** `rediscue-ignore container/mutable-image: pinned by the registry`; several codes are separated by commas. */
const mark = /rediscue-ignore\s+([a-z]+\/[a-z0-9-]+(?:\s*,\s*[a-z]+\/[a-z0-9-]+)*)(?:\s*:\s*(\S.*))?/;

/** Whether a comment on the finding's line, or on the one above, accepts it with a reason. `text` reads a file of the project. */
export function suppressedBy(text: (file: string) => string | null): (finding: Pick<Report['findings'][number], 'code' | 'where'>) => boolean {
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const known = lines.get(file) ?? (text(file) ?? '').split('\n');
    lines.set(file, known);
    return known;
  };
  const accepts = (code: string, { file, line }: Place) => {
    if (line === undefined) return false;
    return [linesOf(file)[line - 1], linesOf(file)[line - 2]].some((each) => {
      const found = mark.exec(each ?? '');
      return found?.[2] !== undefined && found[1]?.split(/\s*,\s*/).includes(code);
    });
  };
  return ({ code, where }) => where.slice(0, 1).some((place) => accepts(code, place));
}
