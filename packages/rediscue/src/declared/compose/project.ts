import { basename } from 'node:path/posix';
import { isCompose, type Loading, sectionOf } from './documents.ts';
import { type EnvValue, envValues } from './env-file.ts';
import { loadFiles } from './load.ts';
import { composeName } from './names.ts';
import type { ComposeContent, ComposeNetwork, ComposeProject, ComposeVolume } from './objects.ts';
import { resolvePath } from './paths.ts';
import { environmentScope, firstOf, mapScope, type Scope } from './scope.ts';
import { tellServices } from './service.ts';
import { isTrue, quietText, type Session } from './session.ts';
import { childOf, type MapNode, placeOf } from './tree.ts';

/** Files that compose lays together, as it would be called for them. */
export interface Stack {
  /** The base first. */
  paths: string[];
  folder: string;
  variant: string | null;
  /** Kept apart from the folder's own project, though compose would give both one name. */
  isApart: boolean;
  ignored: string[];
}

/** The project's `.env` and the environment, which wins. */
export function projectScope(session: Session, folder: string): { scope: Scope; dotenv: ReadonlyMap<string, EnvValue> } {
  const environment = environmentScope(session.files.environment);
  const path = resolvePath(folder, '.env');
  const file = session.env(path, false);
  const dotenv = file ? envValues(file, environment, path) : new Map<string, EnvValue>();
  return { scope: firstOf(environment, mapScope(dotenv)), dotenv };
}

/** A project's files laid together. */
export interface LoadedProject {
  stack: Stack;
  /** Null when none of the files is for compose. */
  root: MapNode | null;
  project: string;
  scope: Scope;
  loading: Loading;
}

export function loadProject(session: Session, stack: Stack): LoadedProject {
  const loading: Loading = { session, files: [], extended: new Set(), included: new Set() };
  const { scope: known } = projectScope(session, stack.folder);
  const loaded: LoadedProject = { stack, root: null, project: '', scope: known, loading };
  loaded.scope = (name) =>
    known(name) ?? (name === 'COMPOSE_PROJECT_NAME' && loaded.project !== '' ? { value: loaded.project, from: { what: 'the project', place: null } } : undefined);
  const root = loadFiles(loading, stack.paths, stack.folder, loaded.scope);
  if (root !== null && isCompose(root)) {
    loaded.root = root;
    loaded.project = projectName(session, stack, root, known);
  }
  return loaded;
}

/** Tells all that a project declares. */
export function tellProject(session: Session, { stack, root, project, scope, loading }: LoadedProject): void {
  if (root === null) return;
  session.beginProject();
  const group = `${project}@${stack.folder}${stack.isApart ? `#${apartAs(stack)}` : ''}`;
  const declared = { volumes: sectionOf(root, 'volumes'), secrets: sectionOf(root, 'secrets'), configs: sectionOf(root, 'configs') };
  const networks = sectionOf(root, 'networks');
  const profiles = new Set((scope('COMPOSE_PROFILES')?.value ?? '').split(',').map((profile) => profile.trim()));
  tellServices(session, { group, variant: stack.variant, scope, services: sectionOf(root, 'services'), networks, declared, profiles });
  const data: ComposeProject = { project, group, folder: stack.folder, files: [...new Set(loading.files)], variant: stack.variant, ignored: stack.ignored };
  session.objects.push({ kind: 'compose-project', name: project, place: { file: stack.paths[0] ?? '' }, data });
  tellDeclared(session, group, networks, declared.volumes);
  tellContents(session, group, 'compose-secret', declared.secrets, scope);
  tellContents(session, group, 'compose-config', declared.configs, scope);
}

/** Several files may be for one variant, as one and its override. */
const apartAs = (stack: Stack): string => composeName(stack.paths.at(-1) ?? '')?.variant ?? basename(stack.paths.at(-1) ?? '');

/** Compose's order: the variable, the file's `name`, the folder. */
function projectName(session: Session, stack: Stack, root: MapNode, scope: Scope): string {
  const folder = stack.folder === '.' ? session.files.name : basename(stack.folder);
  const names = [scope('COMPOSE_PROJECT_NAME')?.value, quietText(childOf(root, 'name')), folder];
  return names.map((name) => normalName(name ?? '')).find((name) => name !== '') ?? 'default';
}

const normalName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');

function tellDeclared(session: Session, group: string, networks: MapNode, volumes: MapNode): void {
  for (const [name, { key, value }] of networks.entries) {
    if (!session.spend(1, key)) return;
    const data: ComposeNetwork = { group, ...common(value), internal: isTrue(childOf(value, 'internal')) };
    session.objects.push({ kind: 'compose-network', name, place: placeOf(key), data });
  }
  for (const [name, { key, value }] of volumes.entries) {
    if (!session.spend(1, key)) return;
    const data: ComposeVolume = { group, ...common(value), internal: false };
    session.objects.push({ kind: 'compose-volume', name, place: placeOf(key), data });
  }
}

/** `external: true`, or the older map with a `name` of its own. */
function common(value: Parameters<typeof childOf>[0]): { external: boolean; driver: string | null; realName: string | null } {
  const external = childOf(value, 'external');
  const name = quietText(childOf(external, 'name')) ?? quietText(childOf(value, 'name'));
  return { external: external?.kind === 'map' || isTrue(external), driver: quietText(childOf(value, 'driver')), realName: name };
}

function tellContents(session: Session, group: string, kind: string, section: MapNode, scope: Scope): void {
  for (const [name, { key, value }] of section.entries) {
    if (!session.spend(1, key)) return;
    const fileNode = childOf(value, 'file');
    const file = quietText(fileNode);
    const variable = quietText(childOf(value, 'environment'));
    const data: ComposeContent = {
      group,
      external: common(value).external,
      file: file === null || !fileNode ? null : resolvePath(fileNode.source.base, file),
      variable,
      content: variable === null ? quietText(childOf(value, 'content')) : (scope(variable)?.value ?? null),
    };
    session.objects.push({ kind, name, place: placeOf(key), data });
  }
}
