import type { Report, RootCause } from './contract.ts';
import { evidenceLine } from './evidence-line.ts';
import { place } from './layout.ts';
import type { Render } from './options.ts';

/**
 * For build servers: one suite a target. That it can be used is a test; every root cause is a failed test,
 * a warning a passed one with its text, and what could not be looked at a skipped one.
 */
export const renderJunit: Render = (report) => {
  const suites = [...report.targets.map(({ name }) => suite(report, name, name)), ...suiteOfNone(report)];
  const total = (count: (each: Suite) => number) => suites.reduce((sum, each) => sum + count(each), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="rediscue diagnose" tests="${total(({ tests }) => tests)}" failures="${total(({ failures }) => failures)}" errors="0" skipped="${total(({ skipped }) => skipped)}" time="${seconds(report.durationMs)}">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
};

interface Suite {
  tests: number;
  failures: number;
  skipped: number;
  lines: string[];
}

/** Causes that belong to no target, and what was not looked at. */
function suiteOfNone(report: Report): Suite[] {
  const own = report.rootCauses.some(({ target }) => target === null);
  return own || report.notChecked.length > 0 || report.targets.length === 0 ? [suite(report, null, 'the whole run')] : [];
}

function suite(report: Report, target: string | null, name: string): Suite {
  const roots = report.rootCauses.filter((root) => root.target === target);
  const serious = roots.filter(isSerious);
  const skips = target === null ? report.notChecked : [];
  const cases = [
    ...(serious.length === 0 && target !== null ? [`    <testcase classname=${quoted('rediscue')} name=${quoted('can be used')} time="${seconds(report.durationMs)}"/>`] : []),
    ...roots.map((root) => testCase(report, root)),
    ...skips.map(({ what, why }) => `    <testcase classname="rediscue.not-checked" name=${quoted(what)}>\n      <skipped message=${quoted(why)}/>\n    </testcase>`),
  ];
  const failures = serious.length;
  return {
    tests: cases.length,
    failures,
    skipped: skips.length,
    lines: [
      `  <testsuite name=${quoted(name)} tests="${cases.length}" failures="${failures}" errors="0" skipped="${skips.length}" time="${seconds(report.durationMs)}" timestamp=${quoted(report.takenAt)}>`,
      ...cases,
      '  </testsuite>',
    ],
  };
}

const isSerious = ({ severity }: RootCause): boolean => severity === 'critical' || severity === 'error';

function testCase(report: Report, root: RootCause): string {
  const body = explanation(report, root);
  const inner = isSerious(root)
    ? `      <failure type=${quoted(root.code)} message=${quoted(root.summary)}>${escaped(body)}</failure>`
    : `      <system-out>${escaped(body)}</system-out>`;
  const file = root.where[0]?.file;
  return `    <testcase classname=${quoted(`rediscue.${root.code.slice(0, root.code.indexOf('/'))}`)} name=${quoted(root.code)}${file === undefined ? '' : ` file=${quoted(file)}`}>\n${inner}\n    </testcase>`;
}

function explanation(report: Report, root: RootCause): string {
  return [
    `${root.severity}: ${root.summary}`,
    ...root.where.map((where) => `at ${place(where)}`),
    ...root.chain.flatMap(({ why, code, evidence }) => [
      `why: ${why} (${code})`,
      ...report.evidence
        .filter(({ id }) => evidence.includes(id))
        .flatMap((entry) => {
          const line = evidenceLine(entry, code);
          return line === null ? [] : [`  ${entry.id} ${entry.probe} of ${entry.subject}: ${line}`];
        }),
    ]),
    ...root.remedies.flatMap(({ title, risk, commands, verify }) => [`fix (${risk}): ${title}`, ...commands.map((command) => `  ${command}`), `check: ${verify}`]),
  ].join('\n');
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Only characters that XML 1.0 has; the rest cannot even be escaped. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '�')
    .replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

const quoted = (text: string): string => `"${escaped(text.replace(/\s+/g, ' '))}"`;
