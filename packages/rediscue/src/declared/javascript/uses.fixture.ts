import { filesOf } from '../files.fixture.ts';
import { javascriptReader } from './index.ts';

/** What the reader tells of a project, one line each: `REDIS_URL = VARIABLE ?? fallback (library) file:line`. */
export function usesOf(texts: Readonly<Record<string, string>> | string): string[] {
  const files = filesOf(typeof texts === 'string' ? { 'src/app.ts': texts } : texts);
  const { uses = [] } = javascriptReader.read(
    files.paths.filter((path) => javascriptReader.detect(path)),
    files,
  );
  return uses.map(({ means, variable, fallback, library, place }) => {
    const value = [variable ?? '', fallback === null ? '' : `?? ${fallback}`].filter((part) => part !== '').join(' ');
    return `${means} = ${value}${library === null ? '' : ` (${library})`} ${place.file}:${place.line}`;
  });
}

/** The same of one file, without places. */
export const meant = (text: string, file = 'src/app.ts'): string[] => usesOf({ [file]: text }).map((line) => line.replace(/ [^ ]+:\d+$/, ''));
