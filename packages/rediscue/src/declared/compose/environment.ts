import type { Variable, VariableLayer } from '../reading.ts';
import { envValues } from './env-file.ts';
import { mappingOf } from './merge.ts';
import { resolvePath } from './paths.ts';
import { type Found, firstOf, mapScope, type Scope } from './scope.ts';
import { isTrue, quietText, type Session, textOf } from './session.ts';
import { childOf, type Entry, itemsOf, type MapNode, type Node, placeIn, placeOf } from './tree.ts';

/** What a service is given: `environment` beats its env files, of which the last one wins. */
export function layersOf(session: Session, service: MapNode, name: string, project: Scope): VariableLayer[] {
  const environment = childOf(service, 'environment');
  const own = environment ? ownVariables(session, environment) : [];
  const layers: VariableLayer[] = own.length > 0 ? [{ label: `environment of ${name}`, variables: own }] : [];
  const known = new Map<string, Found>();
  for (const { name: each, value, place } of own) if (value !== null) known.set(each, { value, from: { what: 'environment', place } });
  const scope = firstOf(project, mapScope(known));
  return [...layers, ...envFileLayers(session, service, name, scope).toReversed()];
}

function ownVariables(session: Session, environment: Node): Variable[] {
  if (environment.kind === 'list') {
    const broken = environment.items.find((item) => item.kind !== 'scalar');
    if (broken) session.problem(broken, 'an item of `environment` is `NAME=value` in a list, or `NAME: value` without the dash');
  } else if (environment.kind === 'scalar' && environment.text !== null) session.problem(environment, '`environment` is a map or a list');
  const { entries } = mappingOf(environment);
  if (!session.spend(entries.size, environment)) return [];
  return [...entries].flatMap(([name, entry]) => (name === '' ? [] : (variableOf(session, name, entry) ?? [])));
}

function variableOf(session: Session, name: string, entry: Entry): Variable | null {
  const { value: node } = entry;
  if (node.kind === 'scalar' && node.text === null) return inherited(name, entry);
  const read = textOf(session, node);
  if (read === null) return null;
  const variable: Variable = { name, value: read.value, place: placeOf(node) };
  if (read.unset.length > 0) variable.unset = [...new Set(read.unset)];
  if (read.from !== null) variable.from = read.from;
  return variable;
}

/** A name without a value takes that of the shell or of the project's `.env`; without one, the service does not have it, whatever weaker places say. */
function inherited(name: string, entry: Entry): Variable {
  const found = entry.value.source.scope(name);
  const place = placeIn(entry);
  return found ? { name, value: found.value, place, from: found.from } : { name, value: null, place, unset: [name] };
}

function envFileLayers(session: Session, service: MapNode, name: string, scope: Scope): VariableLayer[] {
  const shared = new Map<string, VariableLayer>();
  for (const item of itemsOf(childOf(service, 'env_file'))) {
    const pathNode = item.kind === 'map' ? childOf(item, 'path') : item;
    const path = textOf(session, pathNode);
    if (path === null || path.value === '') continue;
    const file = resolvePath(path.node.source.base, path.value);
    const kind = session.files.kind(file);
    const read = session.env(file, quietText(childOf(item, 'format')) === 'raw');
    if (read === null) {
      const isNeeded = quietText(childOf(item, 'required')) === null || isTrue(childOf(item, 'required'));
      if (kind === 'file') session.problem(path.node, `the env file \`${file}\` cannot be read`);
      else if (isNeeded && path.unset.length === 0) session.dangling('env-file', file, name, path.node);
      continue;
    }
    if (!session.spend(read.assignments.length, path.node)) break;
    const variables = [...envValues(read, scope, file)].map(
      ([each, { value, from, unset }]): Variable => ({ name: each, value, place: from.place, ...(unset.length > 0 ? { unset } : {}) }),
    );
    // The same file twice is read where it stands last.
    shared.delete(file);
    shared.set(file, { label: `env_file ${file}`, variables });
  }
  return [...shared.values()];
}
