import { join, normalize } from 'node:path/posix';
import type { Files, ReadingProblem } from '../../reading.ts';
import { at, itemsAt, type Node, textAt, textsAt } from '../tree.ts';
import { chunksOf, parseChunk } from '../yaml.ts';

/** A `kustomization.yaml`. */
export interface Kustomization {
  file: string;
  folder: string;
  root: Node;
  isComponent: boolean;
  /** Files, folders and addresses, as written. */
  resources: { text: string; node: Node }[];
  components: { text: string; node: Node }[];
}

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Null when the file is none, as Flux's object of the same name. */
export function readKustomization(file: string, files: Files, problems: ReadingProblem[]): Kustomization | null {
  const text = files.text(file);
  const [chunk] = text === null ? [] : chunksOf(text);
  if (!chunk) return null;
  const own: ReadingProblem[] = [];
  const root = parseChunk(file, chunk, own);
  if (root === null) {
    if (!/\{\{|\{%/.test(chunk.text)) problems.push(...own);
    return null;
  }
  problems.push(...own);
  const apiVersion = textAt(root, 'apiVersion');
  if (root.is !== 'map' || (apiVersion !== null && !apiVersion.startsWith('kustomize.config.k8s.io/'))) return null;
  const paths = (...fields: string[]) =>
    fields.flatMap((field) => itemsAt(root, field).flatMap((node) => (node.is === 'scalar' && node.text !== '' ? [{ text: node.text, node }] : [])));
  return {
    file,
    folder: file.split('/').slice(0, -1).join('/') || '.',
    root,
    isComponent: textAt(root, 'kind') === 'Component',
    resources: paths('resources', 'bases'),
    components: paths('components'),
  };
}

/** The kustomization file of a folder, null without one. */
export const kustomizationIn = (folder: string, files: Files): string | null => names.map((name) => join(folder, name)).find((path) => files.kind(path) === 'file') ?? null;

/** A path from a kustomization, from the project's folder; it may lead out of it. */
export const pathFrom = (folder: string, path: string): string => normalize(join(folder, path)).replace(/(?<=.)\/$/, '');

/** An address of another repository or host. */
export const isRemote = (path: string): boolean => /^[a-z+]+:\/\/|^git@|^(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:]|\?(ref|version)=|\/\/.*\?|\.git(\/|$)/i.test(path);

/** Parts that cannot be followed here: what they make is not known. */
export const isOpen = ({ root }: Kustomization): boolean =>
  ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'].some((field) => at(root, field) !== undefined) || textsAt(root, 'resources').some(isRemote);
