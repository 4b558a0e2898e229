import type { DeclaredObject, Reader, ReadingProblem } from '../reading.ts';
import { collector as newCollector } from './collector.ts';
import { tellConstructions } from './constructions.ts';
import { type Evaluator, evaluatorOf } from './evaluate.ts';
import { isGenerated, isTooLarge, isWorthParsing } from './glance.ts';
import { type Module, modulesOf } from './modules.ts';
import { settingsOf, tellCustomVariables } from './node-config.ts';
import { librariesIn } from './package-json.ts';
import { isPackagePath, isSourcePath } from './paths.ts';
import { tellReads, tellSchemas, tellTemplates } from './reads.ts';
import { namedValuesOf, tellSettings } from './settings-objects.ts';
import { placeOf } from './tree.ts';

export type { CodeLibrary } from './package-json.ts';

/** Reads JavaScript and TypeScript: where code connects to Redis, what it reads for that, and what it falls back to. */
export const javascriptReader: Reader = {
  id: 'javascript',
  detect: (path) => isSourcePath(path) || isPackagePath(path),
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    const objects: DeclaredObject[] = [];
    const modules = modulesOf(files);
    const own: Module[] = [];
    for (const path of paths) {
      if (isPackagePath(path)) {
        objects.push(...librariesIn(path, files, problems));
        continue;
      }
      const text = files.text(path);
      if (text === null || !isWorthParsing(text) || isGenerated(text)) continue;
      if (isTooLarge(text)) {
        problems.push({ place: { file: path }, why: 'the file is too large for a source, so it was not read' });
        continue;
      }
      const module = modules.load(path);
      if (module === null) continue;
      own.push(module);
      if (module.source.brokenAt !== null)
        problems.push({ place: placeOf(module.source, module.source.brokenAt), why: 'the syntax is not understood here, so what stands around it may be missing' });
    }
    const settingAt = settingsOf(own, (): Evaluator => evaluator);
    const evaluator = evaluatorOf(modules, settingAt);
    const collector = newCollector();
    const nodes = own.map(({ source }) => source.nodes);
    const calls = nodes.flatMap((each) => each.filter(({ name }) => name === 'CallExpression' || name === 'NewExpression'));
    // The surest first: what a constructor takes is not told again by its names.
    tellConstructions(calls, evaluator, collector);
    tellCustomVariables(own, evaluator, collector);
    for (const each of nodes) tellSchemas(each, evaluator, collector);
    for (const each of nodes) tellSettings(namedValuesOf(each), evaluator, collector);
    for (const each of nodes) {
      tellTemplates(each, evaluator, collector);
      tellReads(each, evaluator, collector);
    }
    return { uses: collector.uses, objects, problems };
  },
};
