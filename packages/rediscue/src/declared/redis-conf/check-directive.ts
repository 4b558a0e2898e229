import { nearestWord } from '../../nearest-word.ts';
import { knownDirectives, type Shape, sentinelDirectives } from './known-directives.ts';

/** What is wrong with a directive as far as every version would say so. `unknown`: a newer version or a module might know it. */
export interface DirectiveProblem {
  kind: 'unknown' | 'count' | 'value';
  reason: string;
}

/** Settings of modules carry their module's prefix; a reader of files cannot know them. */
const modulePrefixes = /^(search|ts|bf|cf|cms|topk|tdigest|json|vset|graph|gears|rg|ldap)[-_.]/;

const plural = (count: number) => (count === 1 ? '1 value' : `${count} values`);

/** Judges `name` (lower case) with its values; null when nothing is wrong. The reason never repeats a secret. */
export function checkDirective(name: string, values: readonly string[], hasModules: boolean): DirectiveProblem | null {
  if (name === 'sentinel') return checkSentinel(values);
  const shape = knownDirectives.get(name);
  if (!shape) return checkUnknown(name, hasModules);
  const [min, max] = shape.kind === 'count' ? [shape.min, shape.max] : [1, 1];
  // An empty `bind` and enumerations of several words are legal in some versions.
  if (values.length < min || values.length > max) {
    const isChoice = shape.kind === 'choice' && values.length > 0;
    if (!isChoice)
      return {
        kind: 'count',
        reason: `\`${name}\` wants ${max === Number.POSITIVE_INFINITY ? `at least ${plural(min)}` : plural(max)}, ${values.length === 0 ? 'none is' : `${values.length} are`} given`,
      };
  }
  if (name === 'save') return checkSave(values);
  return checkValue(name, values[0] ?? '', shape);
}

function checkUnknown(name: string, hasModules: boolean): DirectiveProblem | null {
  // An included file may be anything; what is no name is not repeated.
  if (!/^[a-z][a-z0-9_.-]{0,60}$/.test(name)) return { kind: 'unknown', reason: 'the line begins with no directive' };
  if (name.includes('.') || modulePrefixes.test(name)) return null;
  const meant = nearestWord(name, knownDirectives.keys(), name.length <= 4 ? 1 : 2);
  if (meant) return { kind: 'unknown', reason: `there is no directive \`${name}\`; \`${meant}\` is near` };
  return hasModules ? null : { kind: 'unknown', reason: `there is no directive \`${name}\`` };
}

function checkValue(name: string, value: string, shape: Shape): DirectiveProblem | null {
  if (isVariable(value)) return null;
  switch (shape.kind) {
    case 'boolean':
      return /^(yes|no)$/i.test(value) ? null : bad(name, value, 'yes or no');
    case 'number': {
      const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
      return number >= shape.min && number <= shape.max ? null : bad(name, value, `a number from ${shape.min} to ${shape.max}`);
    }
    case 'bytes':
      return /^-?\d+(b|k|kb|m|mb|g|gb|%)?$/i.test(value) ? null : bad(name, value, 'a size such as 512mb or 2gb');
    case 'choice':
      return shape.of.includes(value.toLowerCase()) ? null : bad(name, value, `one of ${shape.of.join(', ')}`);
    default:
      return null;
  }
}

const bad = (name: string, value: string, wanted: string): DirectiveProblem => ({ kind: 'value', reason: `\`${name}\` wants ${wanted}, not \`${value.slice(0, 40)}\`` });

function checkSave(values: readonly string[]): DirectiveProblem | null {
  if (values.length === 1 && values[0] === '') return null;
  // Since 7.0 several pairs may stand on one line, also in one pair of quotes.
  const words = values.flatMap((value) => value.split(/\s+/)).filter((word) => word !== '');
  if (words.some(isVariable)) return null;
  if (words.length === 0 || words.length % 2 === 1) return { kind: 'count', reason: '`save` wants pairs of seconds and changes' };
  return words.every((word) => /^\d+$/.test(word)) ? null : { kind: 'value', reason: '`save` wants pairs of numbers' };
}

function checkSentinel(values: readonly string[]): DirectiveProblem | null {
  const name = values[0]?.toLowerCase();
  if (name === undefined) return { kind: 'count', reason: '`sentinel` wants at least one value' };
  const counts = sentinelDirectives.get(name);
  if (!counts) {
    const meant = nearestWord(name, sentinelDirectives.keys(), 2);
    return meant ? { kind: 'unknown', reason: `there is no directive \`sentinel ${name}\`; \`sentinel ${meant}\` is near` } : null;
  }
  const given = values.length - 1;
  if (given < counts[0] || given > counts[1]) return { kind: 'count', reason: `\`sentinel ${name}\` wants ${plural(counts[1])}, ${given} are given` };
  const number = { monitor: [3, 4], 'down-after-milliseconds': [2], 'failover-timeout': [2], 'parallel-syncs': [2], 'announce-port': [1] }[name];
  const wrong = number?.map((index) => values[index] as string).find((word) => !/^\d+$/.test(word) && !isVariable(word));
  return wrong === undefined ? null : { kind: 'value', reason: `\`sentinel ${name}\` wants a number, not \`${wrong.slice(0, 40)}\`` };
}

/** A template's placeholder is another fault, and the value that it stands for is not known. */
const isVariable = (value: string) => /\$\{?[A-Za-z_]|\{\{|<[A-Z_]+>|%[A-Za-z_]+%/.test(value);
