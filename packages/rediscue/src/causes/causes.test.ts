import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../declared/files.fixture.ts';
import { factsOfFiles } from '../diagnose/project.ts';
import { projectView } from '../diagnose/view.ts';
import { type Facts, parseFacts } from '../facts/index.ts';
import { type CauseCode, catalogue } from './catalogue.ts';
import { type Cause, type Found, nothingLive, type Scope, type Undecided, type Verdict } from './define.ts';
import { type ExampleFacts, exampleFacts } from './examples.ts';
import type { EndpointView, ProjectView, TargetView } from './view.ts';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /^[a-z]+\/[a-z-]+\.ts$/.test(file) && !file.startsWith('generated/') && !file.endsWith('.test.ts'))
  .toSorted();
const modules = await Promise.all(files.map(async (file) => ({ file, cause: ((await import(new URL(file, import.meta.url).href)) as { default?: Cause<Scope> }).default })));
const causes = modules.flatMap(({ file, cause }) => (cause === undefined ? [] : [{ file, cause }]));

const list = (verdict: Verdict): readonly (Found | Undecided)[] => (!verdict ? [] : Array.isArray(verdict) ? verdict : [verdict as Found | Undecided]);

/** Everything that a cause says of these facts, with the endpoint that it spoke of. */
function said(cause: Cause<Scope>, facts: Facts): { found: Found | Undecided; at: EndpointView | null; target: TargetView | null }[] {
  const project = projectView(facts);
  const detect = cause.detect as (view: EndpointView | TargetView | ProjectView) => Verdict;
  switch (cause.scope) {
    case 'project':
      return list(detect(project)).map((found) => ({ found, at: null, target: null }));
    case 'target':
      return project.targets.flatMap((target) => list(detect(target)).map((found) => ({ found, at: null, target })));
    default:
      return project.targets.flatMap((target) => target.endpoints.flatMap((at) => list(detect(at)).map((found) => ({ found, at, target }))));
  }
}

/** An example as a saved bundle gives it back. */
const recorded = (example: ExampleFacts): Facts => parseFacts(JSON.parse(JSON.stringify(exampleFacts(example))));

const findings = (cause: Cause<Scope>, facts: Facts) => said(cause, facts).flatMap(({ found, at, target }) => ('undecided' in found ? [] : [{ found, at, target }]));

/** A placeholder for a secret, or anything that puts one into an argument list. */
const secretInCommand = /<[^>]*(password|secret|token)[^>]*>|redis-cli[^|;]*\s-a\s+\S|--pass\s+\S|:\/\/[^\s/@']*:(?!\*\*\*)[^\s/@*]+@|requirepass\s+(?!"?[%$])\S/i;

test('a file that is named as a code holds it', () => {
  const known = Object.keys(catalogue);
  expect(modules.filter(({ file, cause }) => cause === undefined && known.includes(file.slice(0, -3))).map(({ file }) => file)).toEqual([]);
});

test('no two files hold the same code', () => {
  const codes = causes.map(({ cause }) => cause.code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test('explanations go from deeper to shallower: there is no ring of declared edges', () => {
  const explains = new Map(
    causes.map(({ cause }) => [
      cause.code,
      causes
        .map((other) => other.cause.code)
        .filter((code) => code !== cause.code && cause.explains.some((pattern) => pattern === code || (pattern.endsWith('/*') && code.startsWith(pattern.slice(0, -1))))),
    ]),
  );
  const rings: string[] = [];
  const done = new Set<CauseCode>();
  const visit = (code: CauseCode, path: CauseCode[]) => {
    const at = path.indexOf(code);
    if (at !== -1) {
      rings.push([...path.slice(at), code].join(' > '));
      return;
    }
    if (done.has(code)) return;
    for (const next of explains.get(code) ?? []) visit(next, [...path, code]);
    done.add(code);
  };
  for (const code of explains.keys()) visit(code, []);
  expect(rings).toEqual([]);
});

describe.each(causes)('$file', ({ file, cause }) => {
  test('is named as its code, and is as severe as the catalogue says', () => {
    expect(`${cause.code}.ts`).toBe(file);
    expect(cause.severity).toBe(catalogue[cause.code]);
  });

  test('tells what it is, and explains codes that exist', () => {
    for (const text of [cause.title, cause.meaning, cause.detection, cause.advice]) expect(text.trim().length).toBeGreaterThan(10);
    expect(cause.title).not.toMatch(/\.$/);
    for (const code of cause.explains) expect(code.endsWith('/*') || code in catalogue, code).toBe(true);
    expect(cause.explains).not.toContain(cause.code);
    if (cause.detect === nothingLive) expect(cause.fileExamples).toBeDefined();
    else expect(Math.min(cause.examples.bad.length, cause.examples.good.length)).toBeGreaterThan(0);
  });

  const all = [...cause.examples.bad, ...cause.examples.good];
  test.each(all)('the facts of "$name" fit the schema', ({ facts }) => {
    expect(() => recorded(facts)).not.toThrow();
  });

  test.each(cause.examples.bad)('finds: $name', ({ facts, says }) => {
    const bundle = recorded(facts);
    const found = findings(cause, bundle);
    expect(found).not.toEqual([]);
    if (says !== undefined) expect(found.map(({ found: one }) => one.summary).join('\n')).toContain(says);
    for (const { found: one, at, target } of found) {
      expect(one.summary).toMatch(/\.$/);
      expect(one.summary).not.toMatch(/undefined|null\b|NaN|\[object/);
      expect(one.summary.length).toBeLessThan(400);
      const probes = one.evidence.map((cited) => (typeof cited === 'string' ? { probe: cited, subject: at?.subject ?? null } : cited));
      const gathered = probes.filter(({ probe, subject }) =>
        bundle.facts.some(
          (fact) => fact.probe === probe && (subject === null || fact.subject === subject || fact.target === null || (probe === 'target' && fact.target === target?.name)),
        ),
      );
      expect(gathered, 'evidence that was gathered').not.toEqual([]);
    }
  });

  test.each(cause.examples.good)('does not find: $name', ({ facts }) => {
    expect(findings(cause, recorded(facts)).map(({ found }) => found.summary)).toEqual([]);
  });

  const inFiles = async (texts: Record<string, string>) => {
    const project = projectView(await factsOfFiles(filesOf(texts)));
    return list(cause.inFiles?.detect(project) ?? null).flatMap((one) => ('undecided' in one ? [] : [one]));
  };
  test.each(cause.fileExamples?.bad ?? [])('finds in files: $name', async ({ files: texts, at }) => {
    const found = await inFiles(texts);
    expect(found).not.toEqual([]);
    const places = found.flatMap(({ where = [] }) => where.map(({ file, line }) => `${file}:${line}`));
    if (at !== undefined) expect(places).toContain(at);
    for (const { summary, where = [] } of found) {
      expect(summary).toMatch(/\.$/);
      expect(summary).not.toMatch(/undefined|null\b|NaN|\[object/);
      expect(where.length, 'a place').toBeGreaterThan(0);
    }
  });

  test.each(cause.fileExamples?.good ?? [])('does not find in files: $name', async ({ files: texts }) => {
    expect((await inFiles(texts)).map(({ summary }) => summary)).toEqual([]);
  });

  test('a cause that files show has both kinds of example', () => {
    expect(cause.inFiles === undefined).toBe(cause.fileExamples === undefined);
    if (cause.fileExamples) expect(Math.min(cause.fileExamples.bad.length, cause.fileExamples.good.length)).toBeGreaterThan(0);
  });

  test('finds nothing above a warning in a healthy system, and says nothing where nothing is known', () => {
    const grave = findings(cause, recorded({})).filter(({ found }) => !['warning', 'info'].includes(found.severity ?? cause.severity));
    expect(grave.map(({ found }) => found.summary)).toEqual([]);
    const nothing: Facts = { schema: 1, tool: 'test', takenAt: '2026-11-20T10:00:00.000Z', budgetMs: 10_000, look: 'live', facts: [], notChecked: [] };
    expect(findings(cause, nothing)).toEqual([]);
    const bare = exampleFacts({});
    bare.facts = bare.facts.filter((fact) => fact.probe === 'learned' || fact.probe === 'target');
    expect(findings(cause, bare).map(({ found }) => found.summary)).toEqual([]);
  });

  test('its remedies say how to check, and hold no secret', () => {
    for (const { facts } of cause.examples.bad)
      for (const { found } of findings(cause, recorded(facts)))
        for (const remedy of found.remedies ?? []) {
          expect(remedy.title.trim()).not.toBe('');
          expect(remedy.verify.trim()).not.toBe('');
          for (const command of [...remedy.commands, remedy.verify]) {
            expect(command).not.toMatch(secretInCommand);
            expect(command).not.toMatch(/undefined|NaN|\[object|\bnull\b(?!\s*$)(?<!\/dev\/null)/);
          }
        }
  });
});
