import { dirname, join } from 'node:path/posix';
import type { Files } from '../reading.ts';
import { type Expression, parseHcl } from './hcl/index.ts';
import { type Module, placeAt } from './modules.ts';
import { declared, type TerraformObject } from './types.ts';

/** The providers of each module: those that `required_providers` names, and those that its resources imply. */
export function providersOf(modules: readonly Module[], files: Files): TerraformObject<'terraform-provider'>[] {
  const locks = new Map<string, Map<string, string>>();
  return modules.flatMap((module) => {
    const locked = lockOf(module.folder, files, locks);
    const named = [...module.required].map(([name, { expression, place }]) => {
      const source = textOf(expression, 'source');
      // Before 0.13 only a version stood there.
      const version = expression.kind === 'literal' && typeof expression.value === 'string' ? expression.value : textOf(expression, 'version');
      return declared('terraform-provider', `${module.folder}:${name}`, place, {
        name,
        folder: module.folder,
        source,
        version,
        locked: locked.get(source ?? `hashicorp/${name}`) ?? null,
        complete: module.complete,
      });
    });
    const implied = new Map(
      module.resources.filter(({ block }) => !block.body.attributes.some(({ name }) => name === 'provider')).map((resource) => [resource.type.split('_')[0] ?? '', resource]),
    );
    const others = [...implied]
      .filter(([name]) => !module.required.has(name))
      .map(([name, { block, source }]) => {
        const older = module.providers.find((provider) => provider.name === name)?.block.body.attributes.find((each) => each.name === 'version')?.value;
        const version = older?.kind === 'literal' && typeof older.value === 'string' ? older.value : null;
        const data = { name, folder: module.folder, source: null, version, locked: locked.get(`hashicorp/${name}`) ?? null, complete: module.complete };
        return declared('terraform-provider', `${module.folder}:${name}`, placeAt(source, block.from), data);
      });
    return [...named, ...others];
  });
}

function textOf(expression: Expression, key: string): string | null {
  if (expression.kind !== 'object') return null;
  const entry = expression.entries.find((each) => each.key.kind === 'literal' && each.key.value === key)?.value;
  return entry?.kind === 'literal' && typeof entry.value === 'string' ? entry.value : null;
}

/** Exact versions of the nearest lock file: source → version. */
function lockOf(folder: string, files: Files, known: Map<string, Map<string, string>>): Map<string, string> {
  const before = known.get(folder);
  if (before) return before;
  const versions = new Map<string, string>();
  known.set(folder, versions);
  const text = files.text(folder === '.' ? '.terraform.lock.hcl' : join(folder, '.terraform.lock.hcl'));
  if (text === null) {
    if (folder === '.' || folder === '/') return versions;
    const above = lockOf(dirname(folder), files, known);
    known.set(folder, above);
    return above;
  }
  for (const { type, labels, body } of parseHcl(text).body.blocks) {
    const version = body.attributes.find(({ name }) => name === 'version')?.value;
    const source = labels[0]?.replace(/^registry\.[^/]+\//, '');
    if (type === 'provider' && source !== undefined && version?.kind === 'literal') versions.set(source, String(version.value));
  }
  return versions;
}
