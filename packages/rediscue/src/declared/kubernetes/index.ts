import { distinctProblems } from '../distinct-problems.ts';
import type { Files, Reader, Reading, ReadingProblem } from '../reading.ts';
import type { Surroundings } from './gaps.ts';
import { HandMade } from './hand-made.ts';
import { type Building, build, deployed, rootsOf } from './kustomize/build.ts';
import { type Kustomization, readKustomization } from './kustomize/kustomization.ts';
import { type Manifest, type ManifestFile, readManifests } from './manifest.ts';
import { type ManifestSet, manifestSet } from './manifest-set.ts';
import { folderOf, isDetectable, isExample, isKustomization, rootFolderOf } from './paths.ts';
import { plainSets } from './plain-sets.ts';
import { podLabelsOf, readSet } from './read-set.ts';
import { selects } from './selector.ts';

export type { NetworkPolicy } from './network-policies.ts';
export type { WorkloadObject } from './objects.ts';

export type { ServiceLinks } from './service-links.ts';

export type { ConfigMapObject } from './store-objects.ts';

/** Objects over all kustomizations: overlays multiply their bases. */
const maxBuilt = 20_000;

/** Manifests of Kubernetes, what kustomize makes of them, and what Helm has rendered. */
export const kubernetesReader: Reader = { id: 'kubernetes', detect: isDetectable, read };

function read(paths: readonly string[], files: Files): Reading {
  const problems: ReadingProblem[] = [];
  const parsed = new Map<string, ManifestFile>();
  const examples = paths.filter(isExample);
  const manifestsIn = (path: string): ManifestFile => {
    const known = parsed.get(path) ?? readManifests(path, files, problems);
    parsed.set(path, known);
    return known;
  };
  const real = paths.filter((path) => !isExample(path));
  const kustomizations = new Map<string, Kustomization>(
    real.filter(isKustomization).flatMap((file) => {
      const found = readKustomization(file, files, problems);
      return found ? [[file, found]] : [];
    }),
  );
  const building: Building = { files, problems, kustomizations, manifestsIn, used: new Set(), built: new Map(), left: maxBuilt };
  const sets: ManifestSet[] = rootsOf(kustomizations, files).map((root) => {
    const { manifests, open } = deployed(root, building);
    return manifestSet({ label: root.folder, kustomize: true, open: open || building.left < 0, manifests });
  });
  for (const kustomization of kustomizations.values()) if (!kustomization.isComponent) build(kustomization, building);
  const kustomized = new Set([...kustomizations.values()].map(({ folder }) => folder));
  // Beside a kustomization, a manifest that it does not name is a patch out of use or a leftover.
  const isApplied = (path: string) => !building.used.has(path) && !kustomized.has(folderOf(path));
  const plain = real.filter((path) => !isKustomization(path)).map((path) => ({ path, file: manifestsIn(path) }));
  const all = new Set<Manifest>(plain.flatMap(({ file }) => file.manifests));
  // Where a pattern of a manifest lies, somebody makes the real one of it.
  const hasTemplates = new Set(
    examples.filter((path) => /\bkind:\s*(Deployment|StatefulSet|DaemonSet|Pod|ReplicationController)\b/.test(files.text(path) ?? '')).map(rootFolderOf),
  );
  sets.push(
    ...plainSets(
      plain.filter(({ path }) => isApplied(path)),
      hasTemplates,
    ),
  );
  const handMade = new HandMade(files);
  const surroundings = surroundingsOf(sets, [...all], () => examples.flatMap((path) => readManifests(path, files, []).manifests), handMade);
  const isFluxed =
    plain.some(({ file }) => file.foreign.some(({ group }) => group === 'kustomize.toolkit.fluxcd.io')) ||
    [...all].some(({ apiVersion }) => apiVersion.startsWith('kustomize.toolkit.fluxcd.io/'));
  const isSubstituted = (text: string) => /\$\{\w+[^}]*\}|\$[A-Z][A-Z0-9_]+/.test(text) && (isFluxed || handMade.fillsIn);
  const readings = sets.map((set) => readSet(set, surroundings, isSubstituted));
  return {
    programs: readings.flatMap(({ programs }) => programs),
    dangling: readings.flatMap(({ dangling }) => dangling),
    objects: readings.flatMap(({ objects }) => objects),
    problems: distinctProblems([...problems, ...readings.flatMap((reading) => reading.problems)]),
  };
}

function surroundingsOf(sets: readonly ManifestSet[], all: readonly Manifest[], examples: () => Manifest[], handMade: HandMade): Surroundings {
  let declared: ReadonlySet<string> | null = null;
  let pods: Map<string, ReadonlyMap<string, string>[]> | null = null;
  return {
    isDeclared(kind, name) {
      if (declared === null) {
        const manifests = [...all, ...examples()];
        const { stores } = manifestSet({ label: '', kustomize: false, open: false, manifests });
        declared = new Set([...stores.keys(), ...manifests.map((each) => `${each.kind} ${each.name}`)]);
      }
      return declared.has(`${kind} ${name}`);
    },
    isSelected({ selector }) {
      pods ??= podsByLabel([...all, ...sets.flatMap(({ manifests }) => manifests)]);
      const [first] = Object.entries(selector?.labels ?? {});
      return selector !== null && first !== undefined && (pods.get(first.join('=')) ?? []).some((each) => selects(selector, each));
    },
    handMade,
  };
}

function podsByLabel(manifests: readonly Manifest[]): Map<string, ReadonlyMap<string, string>[]> {
  const found = new Map<string, ReadonlyMap<string, string>[]>();
  for (const manifest of manifests) {
    const labels = podLabelsOf(manifest);
    for (const label of labels ?? []) {
      const key = label.join('=');
      const known = found.get(key);
      if (known && labels) known.push(labels);
      else if (labels) found.set(key, [labels]);
    }
  }
  return found;
}
