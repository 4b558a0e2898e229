import { type Cause, nothingLive } from './define.ts';

/** A piece of a page of the manual: where it is shown decides how it looks. */
export type Block = { heading: string } | { text: string } | { items: string[] } | { sample: string };

/** The page of a code, made of its cause file. `example` is the report of its first bad example. */
export function causePage(cause: Cause, all: readonly Cause[], example: string | null): Block[] {
  const explains = cause.explains.filter((code) => code.endsWith('/*') || all.some((other) => other.code === code));
  const explainedBy = all.filter((other) => other.code !== cause.code && other.explains.some((pattern) => covers(pattern, cause.code))).map(({ code }) => code);
  const [bad] = cause.examples.bad;
  const files = cause.detect === nothingLive ? cause.fileExamples : undefined;
  const good = files?.good ?? cause.examples.good;
  return [
    { text: cause.meaning },
    {
      items: [
        `Severity: ${cause.severity}`,
        `Judged for: ${files ? "the project's files" : judgedFor[cause.scope]}`,
        ...(cause.source === undefined ? [] : [`Source: ${cause.source}`]),
      ],
    },
    { heading: 'How it is detected' },
    { text: cause.detection },
    ...(cause.needs.length > 0 ? [{ items: [`Needs what these probes see: ${cause.needs.join(', ')}. Where they are refused, the report says so.`] }] : []),
    { heading: 'What to do' },
    { text: cause.advice },
    ...(example === null || bad === undefined
      ? []
      : [{ heading: 'Example' }, { text: `${sentence(bad.name)}${bad.recordedFrom === undefined ? '' : ` Recorded from: ${bad.recordedFrom}.`}` }, { sample: example }]),
    ...(files ? [{ heading: 'Found' }, { items: files.bad.map(({ name }) => sentence(name)) }] : []),
    ...(cause.examples.bad.length > 1 ? [{ heading: 'Also found' }, { items: cause.examples.bad.slice(1).map(({ name }) => sentence(name)) }] : []),
    ...(good.length > 0 ? [{ heading: 'Not taken for it' }, { items: good.map(({ name }) => sentence(name)) }] : []),
    ...(explains.length > 0 ? [{ heading: 'Explains' }, { items: [...explains] }] : []),
    ...(explainedBy.length > 0 ? [{ heading: 'Explained by' }, { items: explainedBy }] : []),
  ];
}

const judgedFor = { endpoint: 'each server', target: 'each target', project: 'all targets together' } as const;

const covers = (pattern: string, code: string): boolean => pattern === code || (pattern.endsWith('/*') && code.startsWith(pattern.slice(0, -1)));

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
