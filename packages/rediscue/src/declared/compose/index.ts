import type { Reader } from '../reading.ts';
import { composeName } from './names.ts';
import { loadProject, tellProject } from './project.ts';
import { sessionOf } from './session.ts';
import { stacksOf } from './stacks.ts';

/**
 * Docker compose, versions 2 and 3 and the specification. Each folder's project, and each file that stands for another one (test,
 * staging, …), is told with a `group` of its own: `<project>@<folder>`, with `#<variant>` behind it for such a file.
 */
export const composeReader: Reader = {
  id: 'compose',
  detect: (path) => composeName(path) !== null,
  read(paths, files) {
    const session = sessionOf(files);
    const { own, byVariant } = stacksOf(session, paths);
    const loaded = own.map((stack) => loadProject(session, stack));
    const includes = new Map(loaded.map(({ stack, loading }) => [stack.paths[0] ?? '', loading.included]));
    // What another project includes is a part of that one: alone it may lack what it refers to.
    const isPart = (path: string) => [...includes].some(([other, included]) => other !== path && included.has(path) && !includes.get(path)?.has(other));
    const parts = new Set([...includes.keys()].filter(isPart));
    for (const project of loaded) if (!parts.has(project.stack.paths[0] ?? '')) tellProject(session, project);
    const drawnIn = new Set(loaded.flatMap(({ loading }) => [...loading.included, ...loading.extended]));
    for (const stack of byVariant) if (!drawnIn.has(stack.paths.at(-1) ?? '')) tellProject(session, loadProject(session, stack));
    return session.reading();
  },
};
