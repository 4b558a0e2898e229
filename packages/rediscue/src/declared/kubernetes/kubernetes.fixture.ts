import { filesOf } from '../files.fixture.ts';
import type { Program, Reading } from '../reading.ts';
import { kubernetesReader } from './index.ts';

/** Reads a project in memory with all of its files that the reader detects. */
export function readProject(texts: Readonly<Record<string, string>>, environment: Record<string, string> = {}): Required<Reading> {
  const files = filesOf(texts, environment);
  const reading = kubernetesReader.read(
    files.paths.filter((path) => kubernetesReader.detect(path)),
    files,
  );
  return { programs: [], variables: [], uses: [], dangling: [], objects: [], ...reading };
}

/** The effective variables of a program: the first layer that has one counts. */
export function effective(program: Program | undefined): Record<string, string | null> {
  const all: Record<string, string | null> = {};
  for (const layer of program?.layers.toReversed() ?? []) for (const { name, value } of layer.variables) all[name] = value;
  return all;
}

/** A Deployment with one container; lines of the container are indented by eight spaces by the caller's list. */
export function deployment(name: string, container: readonly string[] = [], pod: readonly string[] = []): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: {name: ${name}}`,
    'spec:',
    `  selector: {matchLabels: {app: ${name}}}`,
    '  template:',
    `    metadata: {labels: {app: ${name}}}`,
    '    spec:',
    ...pod.map((line) => `      ${line}`),
    '      containers:',
    `      - name: ${name}`,
    `        image: example.org/${name}:1`,
    ...container.map((line) => `        ${line}`),
    '',
  ].join('\n');
}

export const service = (name: string, ports = '[{port: 6379}]', more = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec:\n  selector: {app: ${name}}\n  ports: ${ports}\n${more}`;
