import type { DeclaredObject, Reader, ReadingProblem } from '../reading.ts';
import { tookTooLong } from '../settings/index.ts';
import { collector as newCollector } from './collector.ts';
import { tellConstructions } from './constructions.ts';
import { type Evaluator, evaluatorOf } from './evaluate.ts';
import { isAbout, isGenerated, isTooLarge, isWorthParsing } from './glance.ts';
import { type Module, modulesOf } from './modules.ts';
import { settingsOf, tellCustomVariables } from './node-config.ts';
import { librariesIn } from './package-json.ts';
import { isPackagePath, isSourcePath } from './paths.ts';
import { fallbacksOf, tellReads, tellSchemas, tellTemplates } from './reads.ts';
import { namedValuesOf, tellMarked, tellSettings } from './settings-objects.ts';
import { type Node, placeOf } from './tree.ts';

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
      const problem = problemIn(module);
      if (problem) problems.push(problem);
    }
    const settingAt = settingsOf(own, (): Evaluator => evaluator);
    const nodes = own.map(({ source }) => source.nodes);
    const fallbackOf = fallbacksOf(nodes, (): Evaluator => evaluator);
    const evaluator = evaluatorOf(modules, settingAt, fallbackOf);
    const collector = newCollector();
    const calls = nodes.flatMap((each) => each.filter(({ name }) => name === 'CallExpression' || name === 'NewExpression'));
    // The surest first: what a constructor takes is not told again by its names.
    tellConstructions(calls, evaluator, collector);
    tellCustomVariables(own, evaluator, collector);
    for (const each of nodes) tellSchemas(each, evaluator, collector);
    for (const each of nodes) tellMarked(each, evaluator, collector);
    for (const each of nodes) tellSettings(namedValuesOf(each), evaluator, collector);
    for (const each of nodes) {
      tellTemplates(each, evaluator, collector);
      tellReads(each, evaluator, collector);
    }
    return { uses: collector.uses, objects, problems };
  },
};

/** What TypeScript writes and the grammar does not know: it goes on well behind it. */
const gaps = /^(?:is\s|asserts\s|typeof import|,?\s*>|!?:)/;
const types = /^(?!TypeofType)(?:\w*Type|Type\w+|InterfaceDeclaration|AmbientDeclaration|ParamTypeList|ExportGroup)$/;
const typeLine = /^\s*(?:export\s+)?(?:declare\s+)?(?:interface\b|type\b|namespace\b|module\b|abstract\b|\{)/;

/** The first place that is not understood and where something about Redis could have stood. */
function problemIn({ source }: Module): ReadingProblem | null {
  if (source.stoppedAt !== null) return { place: placeOf(source, source.stoppedAt), why: tookTooLong };
  if (source.cutAt !== null) return { place: placeOf(source, source.cutAt), why: 'the syntax is nested too deep here, so what stands deeper was not read' };
  const isTyped = /\.[cm]?tsx?$/.test(source.file);
  let known = '';
  for (const { at, within } of source.errors) {
    const line = lineAround(source.text, at);
    if (isTyped && (line === known || gaps.test(source.text.slice(at, at + 20)) || typeLine.test(line) || isInType(within))) {
      // What follows on the line is not understood because of what came before.
      known = line;
      continue;
    }
    if (isAbout(isTyped ? line : around(within, at))) return { place: placeOf(source, at), why: 'the syntax is not understood here, so what stands around it may be missing' };
  }
  return null;
}

function isInType(within: Node): boolean {
  let node: Node | null = within;
  for (let depth = 0; node !== null && depth < 8; depth += 1, node = node.parent) if (types.test(node.name)) return true;
  return false;
}

const lineAround = (text: string, at: number): string =>
  text.slice(Math.max(at - 400, text.lastIndexOf('\n', at - 1) + 1), Math.min(at + 400, (text.indexOf('\n', at) + 1 || text.length + 1) - 1));

/** Text of the statement in which an offset stands, as far as it is near. */
function around(within: Node, at: number): string {
  let node = within;
  while (node.parent && !/Statement$|Declaration$/.test(node.name)) node = node.parent;
  return node.source.text.slice(Math.max(node.from, at - 400), Math.min(node.to, at + 400));
}
