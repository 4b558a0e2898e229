import type { Reader } from '../reading.ts';
import { composeName } from './names.ts';
import { tellProject } from './project.ts';
import { sessionOf } from './session.ts';
import { stacksOf } from './stacks.ts';

export type { ComposeBuild, ComposeContent, ComposeExtraHosts, ComposeNetwork, ComposeProject, ComposeSharedNetwork, ComposeUnset, ComposeVolume } from './objects.ts';

/**
 * Docker compose, versions 2 and 3 and the specification. Each folder's project, and each file that stands for another one (test,
 * staging, …), is told with a `group` of its own: `<project>@<folder>`, with `#<variant>` behind it for such a file.
 */
export const composeReader: Reader = {
  id: 'compose',
  detect: (path) => composeName(path) !== null,
  read(paths, files) {
    const session = sessionOf(files);
    const drawnIn = new Set<string>();
    const stacks = stacksOf(session, paths);
    for (const stack of stacks.own) for (const path of tellProject(session, stack)) drawnIn.add(path);
    // What others include or extend is a part of them, unless compose would take it by its name alone.
    for (const stack of stacks.byVariant) if (!drawnIn.has(stack.paths.at(-1) ?? '')) tellProject(session, stack);
    return session.reading();
  },
};
