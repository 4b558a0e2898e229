import type { Asked, Use } from '../reading.ts';
import type { SettingValue } from './connection.ts';
import { type Node, placeOf } from './tree.ts';
import { settingsOfTemplate } from './url-template.ts';
import { type Chain, chainsOf, nothing, type Value } from './value.ts';
import { isTestVariable, meaningOf, type Setting, useIn } from './words.ts';

interface Context {
  library: string | null;
  /** In capitals: use that the library tells. */
  use: string | null;
  /** Use that names around it tell: the weakest. */
  hint: string | null;
}

/** Gathers uses, each once. */
export interface Collector {
  uses: Use[];
  add(settings: readonly SettingValue[], context: Context): void;
  /** Whether a read of a variable, or a fixed value, was told as what connects. */
  isTold(at: Node): boolean;
}

const maxUses = 5_000;

const addresses = new Set<Setting>(['URL', 'SENTINELS', 'CLUSTER_NODES']);

/** Names of variables that surely hold no address. */
const noAddress = /(?:PORTS?|PASS(?:WORD)?|DB|TLS|SSL|USER(?:NAME)?|SECRET|TTL|PREFIX|ENABLED|_CA)$/;

export function collector(): Collector {
  const uses: Use[] = [];
  const seen = new Set<string>();
  const told = new Set<Node>();

  const put = (setting: Setting, chain: Chain, use: string | null, library: string | null): void => {
    const means = `REDIS_${use === null ? '' : `${use}_`}${setting}`;
    const variables = chain.variables.filter(({ name }) => !isTestVariable(name) && !(addresses.has(setting) && noAddress.test(name)));
    if (variables.length === 0 && (chain.fixed === null || chain.uncertain || chain.variables.length > 0)) return;
    const reads: (Chain['variables'][number] | null)[] = variables.length > 0 ? variables : [null];
    for (const [index, read] of reads.entries()) {
      const fixed = index === reads.length - 1 ? chain.fixed : null;
      if (read) told.add(read.at);
      if (fixed) told.add(fixed.at);
      const at = fixed?.at ?? read?.at;
      if (!at || uses.length >= maxUses) continue;
      const place = placeOf(at.source, at.from);
      const key = `${means} ${read?.name} ${read?.at.source.file} ${read?.at.from} ${place.file} ${at.from}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const after = reads.slice(0, index).flatMap((each): Asked[] => (each ? [{ variable: each.name, yields: each.yields ?? 'unset' }] : []));
      uses.push({ variable: read?.name ?? null, means, fallback: fixed?.text ?? null, place, library, ...(after.length > 0 ? { after } : {}) });
    }
  };

  const add = (given: readonly SettingValue[], { library, use, hint }: Context): void => {
    const settings = given.flatMap((each) => apart(each)).map(({ setting, value }) => ({ setting, chains: setting === 'TLS' ? chainsOf(switchOf(value)) : chainsOf(value) }));
    const named = settings
      .toSorted((a, b) => rank(a.setting) - rank(b.setting))
      .flatMap(({ chains }) => chains.flatMap(({ variables }) => variables.map(({ name }) => useOf(name))));
    const whole = named.find((each) => each !== null) ?? use ?? hint;
    for (const { setting, chains } of settings) for (const chain of distinct(chains)) put(setting, chain, whole, library);
  };
  return { uses, add, isTold: (at) => told.has(at) };
}

/** Of the same variables read in two ways, the one that has a fallback. */
function distinct(chains: readonly Chain[]): Chain[] {
  const found = new Map<string, Chain>();
  for (const [index, chain] of chains.entries()) {
    const key = chain.variables.length === 0 ? `${index}` : chain.variables.map(({ name }) => name).join(' ');
    const before = found.get(key);
    if (!before || before.fixed === null) found.set(key, chain);
  }
  return [...found.values()];
}

const useOf = (name: string): string | null => meaningOf(name)?.use ?? useIn(name);

const order: readonly Setting[] = ['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES'];
const rank = (setting: Setting): number => (order.includes(setting) ? order.indexOf(setting) : order.length);

/** An address that is put together, as the settings that it is put together from. */
function apart({ setting, value }: SettingValue, depth = 0): SettingValue[] {
  if (setting !== 'URL' || depth > 6) return [{ setting, value }];
  if (value.kind === 'template') return (settingsOfTemplate(value.parts, value.at) ?? []).flatMap((each) => (each.setting === 'URL' ? apart(each, 7) : [each]));
  const options = value.kind === 'choice' ? value.options : value.kind === 'either' ? [value.met, value.unmet] : [];
  const templates = options.filter((option) => option.kind === 'template' || ((option.kind === 'choice' || option.kind === 'either') && apartDiffers(option, depth)));
  if (templates.length === 0) return [{ setting, value }];
  const rest = options.filter((option) => !templates.includes(option) && option.kind !== 'nothing');
  const plain: SettingValue[] = rest.length > 0 ? [{ setting, value: { kind: 'choice', options: rest } }] : [];
  return [...plain, ...templates.flatMap((option) => apart({ setting, value: option }, depth + 1))];
}

const apartDiffers = (value: Value, depth: number): boolean =>
  depth <= 6 &&
  (value.kind === 'choice' ? value.options : value.kind === 'either' ? [value.met, value.unmet] : []).some(
    (option) => option.kind === 'template' || apartDiffers(option, depth + 1),
  );

const switchName = /(?:TLS|SSL|SECURE|ENCRYPT\w*|TLS_ENABLED|SSL_ENABLED)$/;

/** Whether TLS is on: settings for it, or `true`, or a condition under which there are any. */
function switchOf(value: Value, depth = 0): Value {
  if (depth > 6) return nothing;
  switch (value.kind) {
    case 'object':
      return { kind: 'text', text: 'true', at: value.at };
    case 'text':
      return /^(?:true|false)$/.test(value.text) ? value : nothing;
    case 'variable':
      return switchName.test(value.name) ? value : nothing;
    case 'comparison':
      return value;
    case 'choice':
      return { kind: 'choice', options: value.options.map((option) => switchOf(option, depth + 1)) };
    case 'when':
      return conditional(value.test, value.value, nothing, depth);
    case 'either':
      return conditional(value.test, value.met, value.unmet, depth);
    default:
      return nothing;
  }
}

function conditional(test: Value, then: Value, other: Value, depth: number): Value {
  const isOn = then.kind === 'object' || (then.kind === 'text' && then.text === 'true');
  const isOff = other.kind === 'nothing' || (other.kind === 'text' && other.text === 'false');
  if (!isOn || !isOff) return nothing;
  const decided = switchOf(test, depth + 1);
  // A switch that is not set is off.
  if (decided.kind === 'variable') return { kind: 'choice', options: [decided, { kind: 'text', text: 'false', at: decided.at }] };
  return decided.kind === 'text' || decided.kind === 'nothing' ? nothing : decided;
}
