import type { DeclaredObject } from '../../reading.ts';
import { managedRedisTypes } from '../managed-redis.ts';
import { ofKind, type TerraformProvider, type TerraformResource } from '../types.ts';
import { type AttributeTable, attributeTables, foreignProviders } from './attributes.ts';
import { type DeclaredFinding, once } from './finding.ts';

const code = 'delivery/unknown-attribute';
const always = new Set(['id', 'count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection', 'timeouts', '//']);
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Attributes and providers that do not exist: of the resources that are a managed Redis, and no others. */
export function unknownAttributes(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  const providers = ofKind(objects, 'terraform-provider');
  const resources = ofKind(objects, 'terraform-resource').filter(({ data }) => data.mode === 'managed' && managedRedisTypes.has(data.type));
  const found = resources.flatMap(({ data, place }) => {
    const table = attributeTables[data.type];
    const provider = providers.find((each) => each.data.folder === data.folder && each.data.name === (data.provider ?? data.type).split(/[._]/)[0])?.data;
    return table ? [...attributesOf(data, place, table, provider), ...blocksOf(data, table, provider)] : [];
  });
  return once([...found, ...sourcesOf(objects)]);
}

function attributesOf(resource: TerraformResource, place: DeclaredFinding['place'], table: AttributeTable, provider: TerraformProvider | undefined): DeclaredFinding[] {
  const settable = new Set([...words(table.settable), ...Object.keys(table.blocks)]);
  const readOnly = new Set(words(table.readOnly));
  return [...resource.attributes.keys()].flatMap((name): DeclaredFinding[] => {
    if (always.has(name) || settable.has(name)) return [];
    const at = resource.names.get(name) ?? place;
    const tell = (summary: string, meant: string | null = null) => [
      { code, place: at, summary, also: [place], subject: resource.address, ...(meant !== null && resource.names.has(name) && { mend: { find: name, replace: meant } }) },
    ];
    const gone = table.gone?.[name];
    if (gone)
      return oldest(provider) >= gone.with
        ? tell(
            `\`${name}\` of ${resource.type} was taken away with version ${gone.with} of its provider: it is \`${gone.instead}\` now.`,
            /_names$/.test(name) ? null : gone.instead,
          )
        : [];
    if (readOnly.has(name)) return tell(`\`${name}\` of ${resource.type} can only be read: Terraform refuses a plan that sets it.`);
    const near = nearest(name, settable);
    // A newer version may have new names, but none that differ from an old one by a sign alone.
    if (isNewer(provider, table) && (near === null || near.replaceAll('_', '') !== name.replaceAll('_', ''))) return [];
    return tell(`${resource.type} has no attribute \`${name}\`${near ? `: \`${near}\` is meant` : ''} (its provider up to ${table.upTo}, ${table.asOf}). The plan fails.`, near);
  });
}

function blocksOf(resource: TerraformResource, table: AttributeTable, provider: TerraformProvider | undefined): DeclaredFinding[] {
  return resource.blocks.flatMap((block): DeclaredFinding[] => {
    if (always.has(block.type)) return [];
    // A block may be called `constructor`.
    const known = Object.hasOwn(table.blocks, block.type) ? table.blocks[block.type] : undefined;
    const tell = (summary: string, place = block.place) => [{ code, place, summary, also: [], subject: resource.address }];
    if (known === undefined) {
      // An attribute that is a map may be written as a block by mistake: that is refused as well.
      if (isNewer(provider, table)) return [];
      const near = nearest(block.type, new Set(Object.keys(table.blocks)));
      const mistaken = words(table.settable).includes(block.type) ? `\`${block.type}\` of ${resource.type} is an attribute: \`=\` is missing.` : null;
      return tell(
        mistaken ?? `${resource.type} has no block \`${block.type}\`${near ? `: \`${near}\` is meant` : ''} (its provider up to ${table.upTo}, ${table.asOf}). The plan fails.`,
      );
    }
    if (known === '' || isNewer(provider, table)) return [];
    const names = new Set(words(known));
    return [...block.attributes]
      .filter(([name]) => !names.has(name))
      .flatMap(([name, value]) =>
        tell(`The block \`${block.type}\` of ${resource.type} has no attribute \`${name}\` (its provider up to ${table.upTo}, ${table.asOf}). The plan fails.`, value.place),
      );
  });
}

/** Resources of providers that are not HashiCorp's, without the source that says whose they are. */
function sourcesOf(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  const used = new Set(
    ofKind(objects, 'terraform-resource').flatMap(({ data }) =>
      managedRedisTypes.has(data.type) || /redis|valkey/.test(data.type) ? [`${data.folder} ${data.type.split('_')[0]}`] : [],
    ),
  );
  return ofKind(objects, 'terraform-provider').flatMap(({ data, place }): DeclaredFinding[] => {
    const source = foreignProviders[data.name];
    if (source === undefined || !used.has(`${data.folder} ${data.name}`) || !data.complete) return [];
    const tell = (summary: string) => [{ code, place, summary, also: [], subject: `${data.folder}:${data.name}` }];
    if (data.source === null)
      return tell(
        `The provider \`${data.name}\` has no source here, so that Terraform looks for hashicorp/${data.name}, which does not exist: \`required_providers\` must say \`source = "${source}"\`.`,
      );
    if (data.source.toLowerCase() === `hashicorp/${data.name}`) return tell(`There is no provider ${data.source}: it is ${source}.`);
    return [];
  });
}

/** The oldest major version that may be used; 0 where nothing is said. */
function oldest(provider: TerraformProvider | undefined): number {
  const text = provider?.locked ?? provider?.version ?? '';
  const majors = text.split(',').flatMap((part) => {
    const match = /^\s*(~>|>=|>|=)?\s*v?(\d+)/.exec(part);
    return match ? [Number(match[2])] : [];
  });
  return Math.max(0, ...majors);
}

/** The version asked for came out after the table was made. */
function isNewer(provider: TerraformProvider | undefined, table: AttributeTable): boolean {
  const text = provider?.locked ?? provider?.version ?? '';
  const parts = text.split(',').flatMap((part) => /^\s*(?:~>|>=|>|=)?\s*v?(\d+(?:\.\d+)*)/.exec(part)?.[1] ?? []);
  return parts.some((part) => compare(part, table.upTo) > 0);
}

function compare(a: string, b: string): number {
  const [one, other] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The name that was meant: the same without signs, or no more than two letters away. */
function nearest(name: string, names: ReadonlySet<string>): string | null {
  const plain = (text: string) => text.replaceAll('_', '');
  for (const each of names) if (plain(each) === plain(name)) return each;
  return [...names].find((each) => Math.abs(each.length - name.length) <= 2 && each.length > 4 && distance(each, name) <= 2) ?? null;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
