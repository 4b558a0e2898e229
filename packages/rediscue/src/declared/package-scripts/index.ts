import type { Dangling, Program, Reader, ReadingProblem } from '../reading.ts';
import { isPackageFile, packagesOf, readPackage } from './package-file.ts';
import { programsOf } from './programs.ts';
import { missingScripts } from './references.ts';

export { type Packages, packagesOf } from './package-file.ts';
export { missingScripts } from './references.ts';

/** Scripts of `package.json` that set a Redis or start one, and scripts that run others which do not exist. */
export const packageScriptsReader: Reader = {
  id: 'package-scripts',
  detect: isPackageFile,
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    const programs: Program[] = [];
    const dangling: Dangling[] = [];
    const packages = packagesOf(files);
    for (const path of paths) {
      const own = readPackage(path, files, problems);
      if (own === null) continue;
      programs.push(...programsOf(own, files));
      for (const script of own.scripts.values()) {
        for (const { name, at } of missingScripts(script.text, own.folder, packages, files)) dangling.push({ kind: 'script', name, by: script.name, place: script.at(at) });
      }
    }
    return { programs, dangling, problems };
  },
};
