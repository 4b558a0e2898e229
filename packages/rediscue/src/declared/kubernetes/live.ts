import type { Place } from '../../facts/index.ts';
import type { Dangling, Files, Program, Reader, Reading, Variable, VariableLayer } from '../reading.ts';
import type { Surroundings } from './gaps.ts';
import { HandMade } from './hand-made.ts';
import { kubernetesReader } from './index.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { manifestSet } from './manifest-set.ts';
import { readSet } from './read-set.ts';
import { storesOf } from './stores.ts';
import type { Node } from './tree.ts';

/** What a cluster has in one namespace, as its API gives it. Holds secrets: lives in memory only. */
export interface LiveObjects {
  context: string;
  namespace: string;
  /** Workloads, Services, ConfigMaps, Secrets, network policies. */
  objects: readonly LiveObject[];
  /** A running pod of each workload, by the workload's kind and name: its own specification is what counts. */
  pods: ReadonlyMap<string, LiveObject>;
  /** Whether an object of that kind and name would have been seen, were it there. */
  isSeen(kind: string, name: string): boolean;
}

export type LiveObject = Readonly<Record<string, unknown>>;

const maxDepth = 40;

/** Where an object of a cluster stands: what `kubectl edit` opens. */
export const livePlace = (context: string, namespace: string, kind: string, name: string): Place => ({
  file: `kubernetes://${encodeURIComponent(context)}/${namespace}/${kind.toLowerCase()}/${name}`,
});

/** A file that is none: with it the reader is called in a project without manifests too. */
const virtualPath = 'kubernetes:live';

/** The project's files with those of the cluster beside them. */
export const withCluster = (files: Files): Files => ({
  paths: [...files.paths, virtualPath],
  text: (path) => (path === virtualPath ? null : files.text(path)),
  kind: (path) => files.kind(path),
  name: files.name,
  root: files.root,
  environment: files.environment,
});

/** The readers, of which the one for manifests also tells what the cluster has. `onPrograms` gets the programs that run there. */
export function readersWithCluster(readers: readonly Reader[], live: LiveObjects, onPrograms: (programs: readonly LiveProgram[]) => void): Reader[] {
  return [...readers.filter(({ id }) => id !== kubernetesReader.id), liveReader(live, onPrograms)];
}

/** A program of the cluster, and the workload that starts it. */
export interface LiveProgram {
  /** As the facts name it. */
  subject: string;
  workload: { kind: string; name: string };
}

function liveReader(live: LiveObjects, onPrograms: (programs: readonly LiveProgram[]) => void): Reader {
  return {
    id: kubernetesReader.id,
    detect: (path) => path === virtualPath || kubernetesReader.detect(path),
    read(paths, files) {
      const written = kubernetesReader.read(
        paths.filter((path) => path !== virtualPath),
        files,
      );
      const { reading, programs } = joined(live, written, files);
      onPrograms(programs);
      return reading;
    },
  };
}

function joined(live: LiveObjects, written: Reading, files: Files): { reading: Reading; programs: LiveProgram[] } {
  const own = live.objects.flatMap((object) => manifestOfObject(object, live) ?? []);
  const surroundings: Surroundings = { isDeclared: () => false, isSelected: () => true, handMade: new HandMade(files) };
  const label = `cluster ${live.context}`;
  const read = (manifests: readonly Manifest[]) =>
    readSet(manifestSet({ label, kustomize: false, open: false, manifests, live: (kind, name) => live.isSeen(kind, name) }), surroundings, () => false);
  const reading = read(own);
  const stores = own.filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap' || kind === 'Service');
  const taken = new Map<string, Place>();
  const programs: LiveProgram[] = [];
  const replaced = new Set<Program>();
  const running = reading.programs.map((program): Program => {
    const [workloadName = ''] = program.name.split('/');
    const workload = own.find(({ file }) => file === program.place.file);
    const pod = live.pods.get(`${workload?.kind} ${workload?.name}`);
    const layers = pod === undefined ? null : layersOfPod(pod, program, stores, live, read);
    // What the pod has beats what its workload would give a new one.
    const effective = layers === null ? program : { ...program, layers: stacked(`the running pod ${layers.pod}`, layers.layers, program.layers) };
    const twin = twinOf(program, written.programs ?? [], live.namespace);
    const whole =
      twin === null
        ? effective
        : {
            ...effective,
            place: twin.place,
            folder: twin.folder,
            dockerfile: twin.dockerfile,
            layers: stacked(layers === null ? `the running ${workload?.kind} ${workloadName}` : `the running pod ${layers.pod}`, effective.layers, filled(twin.layers, own)),
          };
    if (twin !== null) {
      replaced.add(twin);
      taken.set(program.name, twin.place);
    }
    programs.push({ subject: `${whole.name} in ${whole.place.file}`, workload: { kind: workload?.kind ?? '', name: workload?.name ?? workloadName } });
    return whole;
  });
  const liveObjects = new Set(reading.objects.map(({ kind, name }) => `${kind} ${name}`));
  const liveNames = new Set(running.map(({ name }) => name));
  return {
    reading: {
      ...written,
      programs: [...running, ...(written.programs ?? []).filter((program) => !replaced.has(program))],
      // What the cluster has is not said again from a file that may be older.
      objects: [...reading.objects, ...(written.objects ?? []).filter(({ kind, name }) => !liveObjects.has(`${kind} ${name}`))],
      dangling: [
        ...reading.dangling.map((each): Dangling => ({ ...each, place: taken.get(each.by) ?? each.place })),
        ...(written.dangling ?? []).filter((each) => !liveNames.has(each.by) && !each.by.startsWith('Service ')),
      ],
      problems: [...(written.problems ?? []), ...reading.problems],
    },
    programs,
  };
}

/** The manifest of the same name: one of the very namespace, or one that names none and is for no variant. */
function twinOf(program: Program, written: readonly Program[], namespace: string): Program | null {
  const named = written.filter((each) => each.format === 'kubernetes' && each.name === program.name);
  return named.find(({ group }) => group.startsWith(`${namespace}@`)) ?? named.find(({ group, variant }) => variant === null && group.startsWith('default@')) ?? null;
}

/** The stronger layers as one that holds what they say otherwise than the weaker ones, above these. */
function stacked(label: string, strong: readonly VariableLayer[], weak: readonly VariableLayer[]): VariableLayer[] {
  const [above, below] = [effectiveOf(strong), effectiveOf(weak)];
  const other = [...above.values()].filter((variable) => !isSame(variable, below.get(variable.name)));
  // What only the weaker ones set, the program does not have.
  const gone = [...below.values()].flatMap((variable) => (above.has(variable.name) || variable.value === '' ? [] : [{ name: variable.name, value: '', place: variable.place }]));
  return [...(other.length + gone.length > 0 ? [{ label, variables: [...other, ...gone] }] : []), ...strongOnly(strong, weak)];
}

/** A manifest names Secrets and ConfigMaps that no file holds: applied, it gets those of the cluster. */
function filled(layers: readonly VariableLayer[], own: readonly Manifest[]): VariableLayer[] {
  const known = new Map<string, string | null>(
    own.flatMap((manifest) => storesOf(manifest)).flatMap(({ by, name, entries }) => [...entries.values()].map(({ key, value }) => [`${by} ${name}, key ${key}`, value] as const)),
  );
  return layers.map(({ label, variables }) => ({
    label,
    variables: variables.map((variable) => (variable.value === null && variable.from ? { ...variable, value: known.get(variable.from.what) ?? null } : variable)),
  }));
}

/** Where both say the same, the places of the weaker ones stand: they are what a person changes. */
const strongOnly = (strong: readonly VariableLayer[], weak: readonly VariableLayer[]): VariableLayer[] => (weak.length > 0 ? [...weak] : [...strong]);

const isSame = (one: Variable, other: Variable | undefined): boolean =>
  other !== undefined && one.value === other.value && (one.value !== null || one.from?.what === other.from?.what);

function effectiveOf(layers: readonly VariableLayer[]): Map<string, Variable> {
  const found = new Map<string, Variable>();
  for (const { variables } of layers) for (const variable of variables) if (!found.has(variable.name)) found.set(variable.name, variable);
  return found;
}

/** The variables of the same container in a pod that runs. */
function layersOfPod(
  pod: LiveObject,
  program: Program,
  stores: readonly Manifest[],
  live: LiveObjects,
  read: (manifests: readonly Manifest[]) => { programs: readonly Program[] },
): { pod: string; layers: VariableLayer[] } | null {
  const manifest = manifestOfObject({ ...pod, apiVersion: 'v1', kind: 'Pod' }, live);
  if (manifest === null) return null;
  const containers = read([...stores, manifest]).programs;
  const [, container] = program.name.split('/');
  const own = containers.find(({ name }) => (container === undefined ? name === manifest.name : name === `${manifest.name}/${container}`)) ?? single(containers, program);
  return own === undefined ? null : { pod: manifest.name, layers: own.layers };
}

/** A pod may have side cars that its workload does not know: then the container of the same image is meant. */
const single = (containers: readonly Program[], { image }: Program): Program | undefined => {
  const alike = containers.filter((each) => each.image?.value === image?.value);
  return alike.length === 1 ? alike[0] : undefined;
};

/** What of an object declares something. Its status, its history and who made it do not. */
function manifestOfObject(object: LiveObject, { context, namespace }: LiveObjects): Manifest | null {
  const { metadata, apiVersion, kind } = object;
  const { name, labels, namespace: own } = (metadata ?? {}) as LiveObject;
  if (typeof name !== 'string' || typeof kind !== 'string') return null;
  const kept = Object.fromEntries(Object.entries(object).filter(([key]) => !['metadata', 'status'].includes(key)));
  const place = livePlace(context, typeof own === 'string' ? own : namespace, kind, name);
  const root = nodeOf({ ...kept, apiVersion, metadata: { name, namespace: typeof own === 'string' ? own : namespace, ...(labels !== undefined && { labels }) } }, place, 0);
  return manifestOf(root, place.file);
}

function nodeOf(value: unknown, place: Place, depth: number): Node {
  if (Array.isArray(value) && depth < maxDepth) return { is: 'list', items: value.map((item) => nodeOf(item, place, depth + 1)), place };
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < maxDepth)
    return { is: 'map', entries: new Map(Object.entries(value).map(([key, each]) => [key, nodeOf(each, place, depth + 1)])), place };
  if (typeof value === 'string') return { is: 'scalar', value, text: value, style: value.includes('\n') ? 'literal' : 'quoted', indent: 0, place };
  if (typeof value === 'number' || typeof value === 'boolean') return { is: 'scalar', value, text: String(value), style: 'plain', place };
  return { is: 'scalar', value: null, text: '', style: 'plain', place };
}
