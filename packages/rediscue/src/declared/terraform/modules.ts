import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Place } from '../../facts/index.ts';
import { type Lines, linesOf } from '../lines.ts';
import type { Files, ReadingProblem } from '../reading.ts';
import { type Block, type Expression, type Parsed, parseHcl, parseTerraformJson } from './hcl/index.ts';

/** A file and how its offsets become places. */
export interface Source {
  file: string;
  lines: Lines;
}

export interface Definition {
  expression: Expression;
  source: Source;
}

interface DeclaredBlock {
  block: Block;
  source: Source;
}

export interface ResourceBlock extends DeclaredBlock {
  mode: 'managed' | 'data';
  type: string;
  name: string;
}

interface ModuleCall extends DeclaredBlock {
  name: string;
  /** Folder of a local module; null for one from a registry or outside of the project. */
  folder: string | null;
}

/** Everything that the files of one folder declare: what Terraform calls a module. */
export interface Module {
  folder: string;
  variables: Map<string, DeclaredBlock & { fallback: Expression | null }>;
  locals: Map<string, Definition>;
  resources: ResourceBlock[];
  outputs: Map<string, DeclaredBlock & { value: Expression | null }>;
  calls: ModuleCall[];
  providers: (DeclaredBlock & { name: string })[];
  /** Provider → what `required_providers` says of it. */
  required: Map<string, Definition & { place: Place }>;
  /** All of its files could be read in full: what is not declared here is declared nowhere. */
  complete: boolean;
}

/** Values of a tfvars file, by name. */
export interface ValuesFile {
  file: string;
  values: Map<string, Definition>;
}

const maxProblems = 20;

function parseFile(path: string, text: string, problems: ReadingProblem[]): { parsed: Parsed; source: Source } {
  const parsed = path.endsWith('.json') ? parseTerraformJson(text) : parseHcl(text);
  const source: Source = { file: path, lines: linesOf(path, text) };
  for (const { at, why } of parsed.problems.slice(0, maxProblems)) problems.push({ place: placeAt(source, at), why });
  return { parsed, source };
}

export function placeAt({ lines }: Source, at: number): Place {
  return lines.at(at);
}

/** Reads the module of a folder from its files. */
export function readModule(folder: string, paths: readonly string[], files: Files, problems: ReadingProblem[]): Module {
  const module: Module = {
    folder,
    variables: new Map(),
    locals: new Map(),
    resources: [],
    outputs: new Map(),
    calls: [],
    providers: [],
    required: new Map(),
    complete: true,
  };
  for (const path of overridesLast(paths)) {
    const text = files.text(path);
    if (text === null) {
      problems.push({ place: { file: path }, why: 'the file cannot be read' });
      module.complete = false;
      continue;
    }
    const { parsed, source } = parseFile(path, text, problems);
    if (parsed.problems.length > 0) module.complete = false;
    for (const block of parsed.body.blocks) take(module, block, source);
  }
  return module;
}

/** `override.tf` and `*_override.tf` come last; of what they replace, what they say of variables and locals counts. */
function overridesLast(paths: readonly string[]): string[] {
  const isOverride = (path: string) => /(^|_)override\.tf(\.json)?$/.test(basename(path));
  return [...paths.filter((path) => !isOverride(path)), ...paths.filter(isOverride)];
}

function take(module: Module, block: Block, source: Source): void {
  const { attributes, blocks } = block.body;
  const [first, second] = block.labels;
  const attribute = (name: string) => attributes.find((each) => each.name === name)?.value ?? null;
  if (block.type === 'locals') for (const { name, value } of attributes) module.locals.set(name, { expression: value, source });
  else if (block.type === 'terraform') {
    for (const { body } of blocks.filter(({ type }) => type === 'required_providers'))
      for (const { name, value, from } of body.attributes) module.required.set(name, { expression: value, source, place: placeAt(source, from) });
  } else if (first === undefined) return;
  else if (block.type === 'variable') module.variables.set(first, { block, source, fallback: attribute('default') });
  else if (block.type === 'output') module.outputs.set(first, { block, source, value: attribute('value') });
  else if (block.type === 'provider') module.providers.push({ name: first, block, source });
  else if (block.type === 'module') module.calls.push({ name: first, block, source, folder: localFolder(module.folder, attribute('source')) });
  else if ((block.type === 'resource' || block.type === 'data') && second !== undefined)
    module.resources.push({ mode: block.type === 'data' ? 'data' : 'managed', type: first, name: second, block, source });
}

function localFolder(from: string, source: Expression | null): string | null {
  if (source?.kind !== 'literal' || typeof source.value !== 'string' || !/^\.\.?(\/|$)/.test(source.value)) return null;
  const folder = normalize(join(from, source.value)).replace(/\/$/, '');
  return folder.startsWith('..') ? null : folder === '' ? '.' : folder;
}

export function readValues(path: string, files: Files, problems: ReadingProblem[]): ValuesFile {
  const values = new Map<string, Definition>();
  const text = files.text(path);
  if (text === null) problems.push({ place: { file: path }, why: 'the file cannot be read' });
  else {
    const { parsed, source } = parseFile(path, text, problems);
    for (const { name, value } of parsed.body.attributes) values.set(name, { expression: value, source });
  }
  return { file: path, values };
}

const environments: Readonly<Record<string, string>> = {
  prod: 'production',
  prd: 'production',
  live: 'production',
  stage: 'staging',
  stg: 'staging',
  dev: 'development',
  develop: 'development',
};
const named = new Set(['production', 'staging', 'development', 'test', 'qa', 'uat', 'preprod', 'preview', 'sandbox', 'demo', 'integration']);

/** The variant that a folder is named after: `environments/prod`. */
export function variantOfFolder(folder: string): string | null {
  const name = environments[basename(folder).toLowerCase()] ?? basename(folder).toLowerCase();
  return named.has(name) ? name : null;
}

/** `staging` of `stg`, `stg-eu` or `app.staging`; otherwise the name itself. */
function variantName(text: string): string {
  const lower = text.toLowerCase();
  const words = lower.split(/[-_.]/).map((word) => environments[word] ?? word);
  return environments[lower] ?? words.find((word) => named.has(word)) ?? lower;
}

/** Of a tfvars file that is given by hand: `staging.tfvars`, `staging/terraform.tfvars`. Null: it is read by itself in `folder`. */
export function variantOfValues(path: string, folder: string): string | null {
  const name = basename(path).replace(/\.tfvars(\.json)?$/, '');
  if (dirname(path) === folder && (name === 'terraform' || name.endsWith('.auto'))) return null;
  return variantName(name === 'terraform' || name === 'variables' || name === 'vars' ? basename(dirname(path)) : name);
}
