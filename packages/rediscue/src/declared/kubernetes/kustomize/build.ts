import type { Files, ReadingProblem } from '../../reading.ts';
import type { Manifest, ManifestFile } from '../manifest.ts';
import { makesObjects } from '../manifest-set.ts';
import { variantOfOverlay } from '../paths.ts';
import { generate } from './generate.ts';
import { isOpen, isRemote, type Kustomization, kustomizationIn, pathFrom } from './kustomization.ts';
import { applyPatches } from './patches.ts';
import { rename } from './rename.ts';
import { transform } from './transform.ts';
import { type FieldVariable, substituteVariables, variablesOf } from './variables.ts';

/** What a kustomization makes. */
export interface Built {
  manifests: Manifest[];
  /** It has parts that cannot be seen here. */
  open: boolean;
  variables: FieldVariable[];
}

export interface Building {
  files: Files;
  problems: ReadingProblem[];
  /** By their files. */
  kustomizations: ReadonlyMap<string, Kustomization>;
  manifestsIn(path: string): ManifestFile;
  /** Files that are parts of kustomizations. */
  used: Set<string>;
  /** Bases that are built already: what is built is never changed, so overlays share them. */
  built: Map<string, Built>;
  /** Objects that may still be built in all. */
  left: number;
}

const maxDepth = 20;

/** Builds a kustomization with all that it refers to. */
export function build(kustomization: Kustomization, building: Building, above: readonly string[] = []): Built {
  const done = building.built.get(kustomization.file);
  if (done) return done;
  const start: Built = { manifests: [], open: false, variables: [] };
  const own = apply(kustomization, start, building, [...above, kustomization.file]);
  building.built.set(kustomization.file, own);
  return own;
}

/** What a kustomization, or a component with the objects so far, comes to. */
function apply(kustomization: Kustomization, before: Built, building: Building, above: readonly string[]): Built {
  building.used.add(kustomization.file);
  const made: Built = { manifests: [...before.manifests], open: before.open || isOpen(kustomization), variables: [...before.variables, ...variablesOf(kustomization)] };
  for (const { text, node } of kustomization.resources) {
    const found = resource(text, node.place, kustomization, building, above);
    made.manifests.push(...found.manifests);
    made.variables.push(...found.variables);
    made.open ||= found.open;
  }
  let whole = made;
  for (const { text, node } of kustomization.components) {
    const component = followed(text, node.place, kustomization, building, above);
    if (component) whole = apply(component, whole, building, [...above, component.file]);
    else whole = { ...whole, open: true };
  }
  const { files, problems, used } = building;
  const variant = variantOfOverlay(kustomization.folder);
  const use = (path: string) => {
    used.add(path);
    return files.text(path);
  };
  const generated = generate(kustomization, whole.manifests, { files, problems, variant });
  const patched = applyPatches(kustomization, generated, { use, problems });
  const manifests = rename(kustomization, transform(kustomization, patched));
  building.left -= manifests.length;
  return { ...whole, manifests: building.left < 0 ? [] : manifests };
}

function resource(text: string, place: ReadingProblem['place'], kustomization: Kustomization, building: Building, above: readonly string[]): Built {
  const nothing: Built = { manifests: [], open: true, variables: [] };
  if (isRemote(text)) return nothing;
  const path = pathFrom(kustomization.folder, text);
  if (building.files.kind(path) === 'file') {
    building.used.add(path);
    const { manifests, foreign } = building.manifestsIn(path);
    // The overlay, not the name of a file, says what an object is for.
    return { manifests: manifests.map((manifest) => ({ ...manifest, variant: null })), open: foreign.some(makesObjects), variables: [] };
  }
  const base = followed(text, place, kustomization, building, above);
  return base ? build(base, building, above) : nothing;
}

/** The kustomization in a folder that another one refers to. */
function followed(text: string, place: ReadingProblem['place'], { folder }: Kustomization, building: Building, above: readonly string[]): Kustomization | null {
  if (isRemote(text)) return null;
  const path = pathFrom(folder, text);
  // What lies outside of the project cannot be seen.
  if (path.startsWith('..') || /[{$]/.test(path)) return null;
  const file = kustomizationIn(path, building.files);
  const found = file === null ? undefined : building.kustomizations.get(file);
  if (found && (above.includes(found.file) || above.length >= maxDepth)) {
    building.problems.push({ place, why: 'kustomizations refer to each other in a ring, or too deeply' });
    return null;
  }
  if (!found && building.files.kind(path) === null) building.problems.push({ place, why: 'what this resource names does not exist' });
  else if (file === null) building.problems.push({ place, why: 'the folder that this resource names has no kustomization' });
  return found ?? null;
}

/** The kustomizations that no other one is made of: these are deployed. */
export function rootsOf(kustomizations: ReadonlyMap<string, Kustomization>, files: Files): Kustomization[] {
  const referred = new Set<string>();
  for (const { folder, resources, components } of kustomizations.values()) {
    for (const { text } of [...resources, ...components]) {
      const file = isRemote(text) ? null : kustomizationIn(pathFrom(folder, text), files);
      if (file !== null) referred.add(file);
    }
  }
  return [...kustomizations.values()].filter(({ file, isComponent }) => !isComponent && !referred.has(file));
}

/** The objects of a deployed kustomization with its variant and its variables filled in. */
export function deployed(kustomization: Kustomization, building: Building): Built {
  const whole = build(kustomization, building);
  const variant = variantOfOverlay(kustomization.folder);
  return { ...whole, manifests: substituteVariables(whole.manifests, whole.variables).map((manifest) => ({ ...manifest, variant })) };
}
