import type { Random } from './random.ts';

const oddTexts = ['', ' ', 'x', 'é\0', '-1', '1e999', '__proto__', '0', 'redis://h:1/0', '127.0.0.1:6379', '2026-11-20T10:00:00.000Z', '0001-01-01T00:00:00Z', 'a'.repeat(3000)];
const oddNumbers = [0, -1, 1, 0.5, 65_536, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324];

/** Changes about one in `rarity` values of a JSON document. Mostly the kind of a value stays, so that a schema often lets it pass. */
export function disturbJson(value: unknown, random: Random, rarity: number): unknown {
  const isHit = random.below(rarity) === 0;
  if (isHit && random.below(8) === 0) return random.pick<unknown>([null, true, -1, '', 'x', [], {}, [null], { a: 1 }]);
  if (Array.isArray(value)) {
    const items = value.map((item) => disturbJson(item, random, rarity));
    if (isHit && items.length > 0) {
      const at = random.below(items.length);
      if (random.below(2) === 0) items.splice(at, 1 + random.below(items.length));
      else items.splice(at, 0, ...Array.from({ length: 1 + random.below(4) }, () => random.pick(items)));
    }
    return items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, own]) => [key, disturbJson(own, random, rarity)] as [string, unknown]);
    if (isHit && entries.length > 0) {
      if (random.below(3) > 0) entries.splice(random.below(entries.length), 1);
      else entries.push([random.pick(oddTexts), random.pick(entries)[1]]);
    }
    // Not by assignment: a key named `__proto__` must stay one.
    return Object.fromEntries(entries);
  }
  if (!isHit) return value;
  if (typeof value === 'string') return random.below(3) === 0 ? value.slice(0, random.below(value.length + 1)) : random.pick(oddTexts);
  if (typeof value === 'number') return random.below(3) === 0 ? value * random.pick([-1, 10, 1e6, 1e-6]) : random.pick(oddNumbers);
  if (typeof value === 'boolean') return !value;
  return random.pick<unknown>([null, 1, 'x']);
}

/** Reads JSON; undefined when it is none. */
export function jsonOf(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'));
  } catch {
    return undefined;
  }
}
