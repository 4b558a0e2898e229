import { isOwnSource, isTemplateName } from '../path-kinds.ts';

/** What a settings file's path tells. */
export interface Location {
  path: string;
  /** Folder of the application: that of its build file. */
  folder: string;
  /** Profile that the name says; null for all. */
  profile: string | null;
  /** The greater wins, among files of one application and one kind of profile. */
  rank: number;
}

const name = /^(?:(application|bootstrap)(?:-([\w.+-]+))?\.(properties|ya?ml)|microprofile-config(?:-([\w.+-]+))?\.properties)$/;

/** Tells of a path whether it is a settings file of Spring, Quarkus or Micronaut; null when not. */
export function locationOf(path: string): Location | null {
  const cut = path.lastIndexOf('/');
  const match = name.exec(path.slice(cut + 1));
  if (!match || !isOwnSource(path) || isOfChart(path)) return null;
  const profile = match[2] ?? match[4] ?? null;
  if (profile !== null && isTemplateName(profile)) return null;
  const folder = cut === -1 ? '' : path.slice(0, cut);
  const inside = /^(?:(.*?)\/)?src\/main\/resources(\/config|\/META-INF)?$/.exec(folder) ?? /^(?:(.*?)\/)?src\/main\/resources\/.*$/.exec(folder);
  const config = /^(?:(.*)\/)?config$/.exec(folder);
  const place = inside ? (inside[2] === '/config' ? 1 : 0) : config ? 3 : 2;
  // `config/` beats the folder itself, files beside the program beat those inside, and properties beat YAML of the same place.
  const rank = place * 4 + (match[1] === 'bootstrap' ? -100 : 0) + (match[3] === 'properties' ? 1 : 0);
  return { path, folder: (inside ? inside[1] : config ? config[1] : folder) || '.', profile, rank };
}

/** Charts hold templates and manifests of other kinds by the same name. */
const isOfChart = (path: string): boolean => /(^|\/)(templates|charts|helm|argocd|archetype-resources)\//.test(path);

/** Folder of the module that a source file belongs to. */
export function moduleOf(path: string): string {
  const match = /^(?:(.*?)\/)?src\/main\//.exec(path);
  if (match) return match[1] || '.';
  const cut = path.lastIndexOf('/');
  return cut === -1 ? '.' : path.slice(0, cut);
}
