import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { plain } from './options.ts';
import { healthySample, sample } from './sample-report.ts';
import { renderText } from './text.ts';

describe('the text of a report', () => {
  it('says verdict, cause, why, fix and check', () => {
    expect(renderText(sample, plain)).toMatchSnapshot();
  });

  it('shows areas and all evidence when asked for more', () => {
    expect(renderText(sample, { ...plain, verbose: true })).toMatchSnapshot();
  });

  it('is short when all is well', () => {
    expect(renderText(healthySample, plain)).toMatchInlineSnapshot(`
      "✔ HEALTHY redis://queue.example:6380/0 can be used (182 ms)

        Redis 7.2.5, primary · up 1 day
        memory 1.0 MiB (no limit) · clients 3 · 500 ops/s · hit rate 75 % · ping unknown
      "
    `);
  });

  it('is pure ASCII where the terminal shows no more', () => {
    expect(renderText(sample, { ...plain, unicode: false, verbose: true })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('has colours only when wanted, and the same words with them', () => {
    const coloured = renderText(sample, { ...plain, colour: true });
    expect(coloured).toContain('\x1b[');
    expect(stripVTControlCharacters(coloured)).toBe(renderText(sample, plain));
  });

  it("never passes a server's control characters on", () => {
    expect(renderText(sample, { ...plain, verbose: true })).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  it('keeps a check whole that a person copies, and breaks a sentence', () => {
    const check = 'cmp /var/lib/a-rather-long-name/of-a-folder/dump.rdb /var/lib/a-rather-long-name/of-a-folder/dump.rdb.damaged';
    const told = (verify: string) =>
      renderText({ ...sample, rootCauses: sample.rootCauses.map((root) => ({ ...root, remedies: root.remedies.map((each) => ({ ...each, verify })) })) }, plain);
    expect(told(check)).toContain(`\n    ${check}\n`);
    expect(
      told(`both of them ${'say the same again, '.repeat(8)}and then it is well`)
        .split('\n')
        .filter((line) => line.length > plain.width),
    ).toHaveLength(
      renderText(sample, plain)
        .split('\n')
        .filter((line) => line.length > plain.width).length,
    );
  });

  it.each([40, 60, 80, 120])('fits %d columns, except for commands and addresses that must stay whole', (width) => {
    const long = renderText(sample, { ...plain, width, verbose: true })
      .split('\n')
      .filter((line) => line.length > width);
    expect(long.filter((line) => !/systemctl|export|redis-cli|rediscue|redis:\/\/|Put the password|e\d /.test(line))).toEqual([]);
  });
});
