import { filesOf } from '../../src/declared/files.fixture.ts';
import { projectModel, readersFor } from '../../src/declared/project/index.ts';
import type { Reader, Reading } from '../../src/declared/reading.ts';
import { factsOfModel } from '../../src/diagnose/project.ts';
import { parseFacts } from '../../src/facts/index.ts';
import { disturbText } from './disturb-files.ts';
import { expectBounded } from './expectations.ts';
import { filesIn, readerNames as names, planted, type Sample, sampleOf, spellings } from './samples.ts';
import type { FuzzTarget } from './target.ts';

const samples = new Map<string, Sample>();
const sample = (name: string): Sample => {
  const known = samples.get(name) ?? sampleOf(name);
  samples.set(name, known);
  return known;
};

let foreign: string[] | undefined;
/** Every file of every sample: one takes the place of another of a wholly different format. */
const others = (): string[] => {
  foreign ??= names.flatMap((name) => Object.values(filesIn(sample(name).text, sample(name).paths)));
  return foreign;
};

const linesIn = (text: string): number => text.split(/\r\n?|\n|\u2028|\u2029/).length;

/** Every place in it is one of the project's files, and of a line that is there. */
function expectPlaces(value: unknown, texts: Readonly<Record<string, string>>, lines = new Map(Object.entries(texts).map(([file, text]) => [file, linesIn(text)]))): void {
  if (value === null || typeof value !== 'object') return;
  if ('file' in value && 'line' in value && Object.keys(value).length <= 3) {
    const { file, line } = value as { file: unknown; line: unknown };
    const last = lines.get(String(file));
    if (last === undefined) throw new Error(`a place in ${JSON.stringify(file)}, which is no file of the project`);
    if (typeof line === 'number' && !(Number.isInteger(line) && line >= 1 && line <= last)) throw new Error(`line ${line} of ${file}, which has ${last}`);
  }
  for (const each of Object.values(value)) expectPlaces(each, texts, lines);
}

/** Lines around a planted word that say what it is: it may be taken for something else once one of them is changed. */
function contextOf(lines: readonly string[], at: number): string {
  return lines.slice(Math.max(0, at - 3), at + 2).join('\n');
}

/** Words that still stand where they are a password, each time. */
function unmoved(text: string, original: string): string[] {
  const contexts = new Set(original.split('\n').flatMap((line, at, all) => (/kV7q2Z|a1Y3cTJ/.test(line) ? [contextOf(all, at)] : [])));
  const moved = new Set<string>();
  const found = new Set<string>();
  const lines = text.split('\n');
  for (const [at, line] of lines.entries())
    for (const [word] of line.matchAll(planted)) {
      found.add(word);
      if (!contexts.has(contextOf(lines, at))) moved.add(word);
    }
  return [...found].filter((word) => !moved.has(word));
}

/** Every text in a value, keys among them. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object')
    for (const [key, each] of Object.entries(value)) {
      yield key;
      yield* textsIn(each);
    }
}

/** A name, a host or the like that swallowed its neighbours in a torn file: nothing tells what stands in it. */
function isSwallowed(shown: string, word: string, lines: readonly string[]): boolean {
  const around = lines.flatMap((line, at) =>
    line.includes(word) ? [...(line.split(word)[0] ?? '').split(' ').slice(0, -1), ...(lines[at - 1] ?? '').split(/\W/), ...(lines[at + 1] ?? '').split(/\W/)] : [],
  );
  return shown.length > word.length + 20 && around.some((each) => each.length > 4 && shown.includes(each));
}

function expectNoneOf(words: readonly string[], shown: unknown, what: string, lines: readonly string[]): void {
  // Most hold none: one look at the whole is quicker.
  const whole = JSON.stringify(shown) ?? '';
  for (const word of words)
    for (const spelling of spellings(word)) {
      if (!whole.includes(spelling)) continue;
      for (const text of textsIn(shown)) if (text.includes(spelling) && !isSwallowed(text, word, lines)) throw new Error(`${what} show a secret: ${around(whole, spelling)}`);
    }
}

const around = (whole: string, word: string): string => whole.slice(Math.max(0, whole.indexOf(word) - 150), whole.indexOf(word) + 40);

export const readerTargets: readonly FuzzTarget[] = names.map((name) => ({
  name: `readers/${name}`,
  seeds: () => [Buffer.from(sample(name).text)],
  run: async (input, { random, count }) => {
    const { text: original, paths } = sample(name);
    const text = input.toString('utf8');
    const texts = filesIn(text, paths);
    const isDisturbed = text !== original && random.below(4) === 0;
    if (isDisturbed) {
      const path = random.pick(Object.keys(texts).concat(paths[0] ?? 'x'));
      texts[path] = disturbText(texts[path] ?? '', others(), random);
    }
    const bytes = Object.values(texts).reduce((sum, each) => sum + each.length, 0);
    const files = filesOf(texts);

    let own: Reading | undefined;
    let thrown: unknown;
    const watched = (reader: Reader): Reader => ({
      ...reader,
      read: (...asked) => {
        try {
          own = reader.read(...asked);
          return own;
        } catch (error) {
          // The model tells of a reader that throws, without what it said, and goes on.
          thrown = error;
          throw error;
        }
      },
    });
    const readers = await readersFor(paths);
    if (!readers.some(({ id }) => id === name)) throw new Error(`no reader ${name} for ${paths.join(', ')}`);
    const facts = factsOfModel(projectModel(files, readers.map((reader) => (reader.id === name ? watched(reader) : reader))), files); // biome-ignore format: one chain
    if (thrown !== undefined) throw thrown;
    const { problems, dangling = [], programs = [] } = own ?? { problems: [] };
    if (problems.length > 0) count(problems.every(({ place }) => place.line !== undefined) ? 'refused at a line' : 'refused as a file');
    for (const { place, why } of problems) {
      if (texts[place.file] === undefined) throw new Error(`a problem in ${JSON.stringify(place.file)}, which is no file of the project`);
      if (why === '' || why.length > 600) throw new Error(`a problem of ${why.length} characters`);
    }
    expectPlaces([problems, dangling], texts);

    const fault = facts.notChecked.find(({ why }) => why.includes('a fault of Rediscue'));
    if (fault !== undefined) throw new Error(`${fault.what}: ${fault.why}`);
    parseFacts(JSON.parse(JSON.stringify(facts)));
    expectPlaces(facts.facts, texts);
    expectBounded(facts, bytes);

    const words = unmoved(text, original);
    const lines = text.split('\n');
    expectNoneOf(isDisturbed ? [] : words, [facts, dangling, programs.map(({ layers }) => layers.map(({ label }) => label))], 'facts', lines);
    expectNoneOf([...new Set(text.match(planted) ?? [])], problems, 'problems', lines);
  },
}));
