import type { Files } from '../reading.ts';
import type { Definition, Module, ValuesFile } from './modules.ts';
import type { TerraformValue } from './values.ts';

/** A module as one plan runs it: the root's, with its values, or one that a module block calls. */
export interface Instance {
  module: Module;
  /** Of addresses: empty for the root, `module.redis.` for what it calls. */
  prefix: string;
  root: Root;
  /** Who calls it, with what the call's block says. */
  caller: { instance: Instance; values: Map<string, Definition> } | null;
  children: Map<string, Instance>;
  /** What was worked out, by name; null while it is being worked out: a ring. */
  cache: Map<string, TerraformValue | null>;
}

/** One plan: a root folder with the values that it is run with. */
export interface Root {
  folder: string;
  /** `production` of `prod.tfvars` or of the folder `environments/prod`. */
  variant: string | null;
  /** The stronger first. */
  values: readonly ValuesFile[];
  files: Files;
  instances: Instance[];
  /** Steps of evaluation that are left. */
  budget: number;
}

const maxInstances = 200;
const maxDepth = 8;
const budget = 400_000;

export function rootInstance(module: Module, modules: ReadonlyMap<string, Module>, variant: string | null, values: readonly ValuesFile[], files: Files): Root {
  const root: Root = { folder: module.folder, variant, values, files, instances: [], budget };
  grow(module, '', root, null, modules, [module.folder]);
  return root;
}

const notArguments = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

function grow(module: Module, prefix: string, root: Root, caller: Instance['caller'], modules: ReadonlyMap<string, Module>, above: readonly string[]): Instance | null {
  if (root.instances.length >= maxInstances || above.length > maxDepth) return null;
  const instance: Instance = { module, prefix, root, caller, children: new Map(), cache: new Map() };
  root.instances.push(instance);
  for (const { name, folder, block, source } of module.calls) {
    const called = folder === null ? undefined : modules.get(folder);
    if (!called || above.includes(called.folder)) continue;
    const values = new Map(block.body.attributes.filter((each) => !notArguments.has(each.name)).map((each) => [each.name, { expression: each.value, source }]));
    const child = grow(called, `${prefix}module.${name}.`, root, { instance, values }, modules, [...above, called.folder]);
    if (child) instance.children.set(name, child);
  }
  return instance;
}
