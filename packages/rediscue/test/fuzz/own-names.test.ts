import { expect, it } from 'vitest';
import { filesOf } from '../../src/declared/files.fixture.ts';
import { readersFor } from '../../src/declared/project/index.ts';
import { filesIn, readerNames, sampleOf } from './samples.ts';

// `constructor`, `__proto__`: a table that is a plain object has an entry for them that nobody wrote.
it.each(readerNames)('%s takes a word that every object has in the place of any other', async (name) => {
  const { text, paths } = sampleOf(name);
  const reader = (await readersFor(paths)).find(({ id }) => id === name);
  const words = [...new Set(text.match(/[A-Za-z_][\w-]*/g))];
  expect(words.length).toBeGreaterThan(10);
  for (const word of words)
    for (const other of ['constructor', '__proto__']) {
      const files = filesOf(filesIn(text.replace(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'g'), other), paths));
      expect(() => reader?.read(files.paths.filter(reader.detect), files), `${word} as ${other}`).not.toThrow();
    }
});
