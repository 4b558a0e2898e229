import type { Place } from '../facts/index.ts';
import type { TargetSettings } from './schema/index.ts';

/** A target that a project declares, as settings of rediscue.yaml. */
export interface FoundTarget {
  name: string;
  settings: Pick<TargetSettings, 'url' | 'urlEnv' | 'passwordEnv' | 'tls' | 'use' | 'readOnly'>;
  /** Without secrets. */
  shown: string;
  declaredIn: Place[];
  note: string[];
}

export interface FoundTargets {
  targets: FoundTarget[];
  /** Declarations that are not written down, and why. */
  leftOut: { target: string; declaredIn: Place[]; why: string }[];
  /** A declaration that is wrong would no longer be looked at, were these targets in force. */
  areComments: boolean;
}

/** The schema is a file of the published package. */
const schemaUrl = (version: string): string => `https://unpkg.com/rediscue@${version}/dist/rediscue.schema.json`;

/** A whole rediscue.yaml, with what can be set beside the targets as comments. `settings` is made from the schema. */
export function writtenConfig({ targets, leftOut, areComments }: FoundTargets, settings: string, version: string): string {
  const lines = [`# yaml-language-server: $schema=${schemaUrl(version)}`, '# What Rediscue is to know of this project. Everything here may be left out.', ''];
  lines.push('# What the application connects to: `rediscue diagnose NAME`. These win over whatever else declares a Redis.');
  if (targets.length === 0) lines.push('# None was found in the files.', '# targets:', '#   cache:', '#     url: redis://127.0.0.1:6379/0', '#     passwordEnv: REDIS_PASSWORD');
  else if (areComments)
    lines.push(
      '# Comments as yet: with them, what is wrong with a declaration below would no longer be found.',
      ...['targets:', ...targets.flatMap(targetLines)].map((line) => `# ${line}`),
    );
  else lines.push('targets:', ...targets.flatMap(targetLines));
  if (leftOut.length > 0)
    lines.push('', '# Declared, and not written down:', ...leftOut.slice(0, 20).map((one) => `# - ${comment(`${one.target}${placesOf(one.declaredIn)}: ${one.why}`)}`));
  return `${lines.join('\n')}\n\n${settings}`;
}

function targetLines({ name, settings, declaredIn, note }: FoundTarget): string[] {
  const { tls, ...plain } = settings;
  return [
    `  ${name}:`,
    ...(declaredIn.length === 0 ? [] : [`    # ${comment(`Declared${placesOf(declaredIn)}.`)}`]),
    ...note.map((line) => `    # ${comment(line)}`),
    ...Object.entries(plain).map(([key, value]) => `    ${key}: ${scalar(value)}`),
    ...(typeof tls === 'object' ? ['    tls:', ...Object.entries(tls).map(([key, value]) => `      ${key}: ${scalar(value)}`)] : []),
  ];
}

const placesOf = (places: readonly Place[]): string => {
  const texts = [...new Set(places.map(({ file, line }) => `${file}${line === undefined ? '' : `:${line}`}`))];
  return texts.length === 0 ? '' : ` in ${texts.slice(0, 3).join(', ')}${texts.length > 3 ? ` and ${texts.length - 3} more` : ''}`;
};

/** A name from the files must not end the comment. */
const comment = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').slice(0, 300);

/** JSON's texts are YAML's too; plain where nothing in it has a meaning. */
const scalar = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z_./][\w./:@+,-]*$/.test(value) && !/:$|^(true|false|null|yes|no|on|off|[.]+)$|^\.?(inf|nan)$/i.test(value) ? value : JSON.stringify(value);
