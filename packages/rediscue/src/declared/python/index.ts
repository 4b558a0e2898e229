import type { SyntaxNode } from '@lezer/common';
import type { DeclaredObject, Files, Reader, Reading, ReadingProblem, Use } from '../reading.ts';
import { argumentUses, clientUses } from './clients.ts';
import { directUses } from './direct-uses.ts';
import { tableUses } from './django.ts';
import { envFiles } from './env-files.ts';
import { evaluatorFor } from './evaluate.ts';
import { isSourcePath } from './glance.ts';
import { namedUses } from './named-uses.ts';
import { openProject } from './project.ts';
import type { Source } from './source.ts';
import { readPlaceOf } from './uses.ts';

export type { EnvFileOfCode } from './env-files.ts';

/** Python: what the application's sources and settings read of the environment, and what they fall back to. */
export const pythonReader: Reader = {
  id: 'python',
  detect: isSourcePath,
  read: (paths: readonly string[], files: Files): Reading => {
    const project = openProject(paths, files);
    const own = evaluatorFor(project);
    const uses: Use[] = [];
    const direct: Use[] = [];
    const objects: DeclaredObject[] = [];
    for (const source of project.sources) {
      const named = [...tableUses(source, own), ...namedUses(source, own)];
      const clients = [...clientUses(source, own, sessionCalls(source)), ...argumentUses(source, own)];
      uses.push(...clients, ...named);
      direct.push(...directUses(source, own));
      objects.push(...envFiles(source, own));
    }
    return {
      uses: distinct(uses, direct),
      objects,
      problems: [...project.sources.flatMap(problemOf), ...project.unread],
    };
  },
};

/** `SESSION_REDIS = redis.from_url(…)`: Flask-Session's own client. */
function sessionCalls(source: Source): (call: SyntaxNode) => string | null {
  return (call) => (/\bSESSION_REDIS['"]?\]?\s*[=:]\s*$/.test(source.text.slice(Math.max(0, call.from - 40), call.from)) ? 'SESSION' : null);
}

function problemOf({ brokenAt, lines }: Source): ReadingProblem[] {
  return brokenAt === null ? [] : [{ place: lines.at(brokenAt), why: 'the syntax is not understood here; what stands around it counts all the same' }];
}

/**
 * A value that several lines lead to is told once for each thing that it means, with the library where one is known. A bare read says
 * nothing beside what is made of it, and a constant nothing beside the variable that falls back to it.
 */
function distinct(made: readonly Use[], direct: readonly Use[]): Use[] {
  const read = new Set(made.filter(({ variable }) => variable !== null).map((use) => JSON.stringify([use.variable, readPlaceOf(use)])));
  const fallbacks = new Set([...made, ...direct].filter(({ variable, fallback }) => variable !== null && fallback !== null).map(({ place }) => JSON.stringify(place)));
  const kept = new Map<string, Use>();
  const bare = direct.filter((use) => {
    const key = JSON.stringify([use.variable, readPlaceOf(use)]);
    const isNew = !read.has(key);
    read.add(key);
    return isNew;
  });
  for (const use of [...made, ...bare]) {
    if (use.variable === null && fallbacks.has(JSON.stringify(use.place))) continue;
    const key = JSON.stringify([use.variable, use.means, use.fallback, use.place]);
    const known = kept.get(key);
    if (!known) kept.set(key, use);
    else if (known.library === null || (known.library === 'pydantic' && use.library !== null)) kept.set(key, { ...use, library: use.library ?? known.library });
  }
  return [...kept.values()];
}
