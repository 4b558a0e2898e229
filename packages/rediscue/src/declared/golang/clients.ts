import type { SyntaxNode } from '@lezer/common';
import type { Setting } from '../environment/names.ts';
import type { Use } from '../reading.ts';
import { type ClientPart, none, textValue, unknown, useOfVariable, usesOfClient, type Value, variablesIn } from '../settings/index.ts';
import { declaredAt, evaluate } from './evaluate.ts';
import { type Library, libraryOf } from './libraries.ts';
import type { Project } from './project.ts';
import { argumentsOf, calleeOf, partsOf, type Source, textOf } from './source.ts';

interface Found {
  library: Library;
  fields: Readonly<Record<string, Setting>>;
  parts: ClientPart[];
}

/** The uses of all clients that a source makes. */
export function usesOfClients(project: Project, source: Source): Use[] {
  const clients = new Map<number, Found>();
  for (const literal of source.literals) {
    const type = literal.getChild('QualifiedType');
    const [alias = '', name = ''] = textOf(source, type).split('.');
    const library = libraryOf(source.imports.get(alias));
    const fields = library?.types[name];
    if (library && fields) clients.set(literal.from, { library, fields, parts: partsOfLiteral(literal, fields, project, source) });
  }
  for (const call of source.calls) {
    const [alias = '', name = '', more] = calleeOf(source, call).split('.');
    const library = more === undefined ? libraryOf(source.imports.get(alias)) : null;
    const at = library?.functions[name];
    if (library && at !== undefined)
      clients.set(call.from, { library, fields: library.types.Options ?? library.types.ClientOption ?? {}, parts: partsOfCall(call, at, alias, library, project, source) });
  }
  assignLater(clients, project, source);
  return [...clients.values()].flatMap(({ library, parts }) => usesOfClient({ parts, use: library.use ?? useOfParts(parts), library: library.name }));
}

function partsOfLiteral(literal: SyntaxNode, fields: Found['fields'], project: Project, source: Source): ClientPart[] {
  const elements = literal.getChild('LiteralValue')?.getChildren('Element') ?? [];
  const named = new Map(elements.map((element) => [textOf(source, element.getChild('Key')), element.lastChild]));
  const isUnix = textOf(source, named.get('Network') ?? null) === '"unix"';
  const inner = named.get('Sentinel');
  const isSentinel = named.has('MasterName') || inner?.name === 'TypedLiteral';
  const parts = [...named].flatMap(([key, node]): ClientPart[] => {
    const given = fields[key];
    if (!given || !node || !Object.hasOwn(fields, key)) return [];
    // One list of addresses serves all kinds of servers: the name of a primary tells that they are those of Sentinels.
    const setting = isSentinel && (key === 'Addrs' || key === 'InitAddress') ? 'SENTINELS' : given;
    return [{ setting, value: isUnix && setting === 'URL' ? socket(evaluate(project, source, node)) : valueFor(setting, node, project, source) }];
  });
  return inner?.name === 'TypedLiteral'
    ? [...parts, ...partsOfLiteral(inner, { MasterSet: 'SENTINEL_NAME', Username: 'SENTINEL_USERNAME', Password: 'SENTINEL_PASSWORD' }, project, source)]
    : parts;
}

const socket = (value: Value): Value => (value.kind === 'text' ? { ...value, text: value.text.startsWith('/') ? value.text : `unix://${value.text}` } : value);

function valueFor(setting: Setting, node: SyntaxNode, project: Project, source: Source): Value {
  if (setting !== 'TLS') return evaluate(project, source, node);
  const text = textOf(source, node);
  if (text === 'nil') return none;
  return /^&?\s*tls\.Config\s*\{/.test(text) || text === 'true' ? textValue('true', source.at(node)) : unknown;
}

function partsOfCall(call: SyntaxNode, at: number, alias: string, library: Library, project: Project, source: Source): ClientPart[] {
  const given = argumentsOf(call);
  const address = given[at];
  if (!address) return [];
  const isUnix = at > 0 && textOf(source, given[at - 1] ?? null) === '"unix"';
  const value = evaluate(project, source, address);
  const parts: ClientPart[] = [{ setting: 'URL', value: isUnix ? socket(value) : value }];
  for (const option of given.slice(at + 1)) {
    const name = option.name === 'CallExpr' ? textOf(source, option.firstChild).slice(0, 100) : '';
    const setting = name.startsWith(`${alias}.`) ? library.options[name.slice(alias.length + 1)] : undefined;
    const [inner] = argumentsOf(option);
    if (setting && inner) parts.push({ setting, value: valueFor(setting, inner, project, source) });
  }
  // `NewStore(size, "tcp", address, [user,] password, keys…)`.
  if (library.use === 'SESSION') {
    const login = given.slice(at + 1).filter((node) => partsOf(node).length === 0 || node.name !== 'TypeConversion').filter((node) => !/^\[\]byte/.test(textOf(source, node))); // biome-ignore format: one chain
    const password = login[0];
    if (password) parts.push({ setting: 'PASSWORD', value: evaluate(project, source, password) });
  }
  return parts;
}

/** `opt.Password = …` on a variable that holds a client's options. */
function assignLater(clients: ReadonlyMap<number, Found>, project: Project, source: Source): void {
  if (clients.size === 0) return;
  for (const { field, owners, node } of source.fields) {
    const [owner = ''] = owners;
    if (node.parent?.name !== 'Assignment') continue;
    let initial = declaredAt(source, owner, node.from)?.initial ?? null;
    if (initial?.name === 'UnaryExp') initial = initial.lastChild;
    const client = initial && clients.get(initial.from);
    const setting = client && Object.hasOwn(client.fields, field) ? client.fields[field] : undefined;
    // What switches TLS on may stand behind a condition.
    if (client && setting && setting !== 'TLS') client.parts.push({ setting, value: evaluate(project, source, node) });
  }
}

/** The use that the variables of the address name. */
function useOfParts(parts: readonly ClientPart[]): string | null {
  for (const { setting, value } of parts)
    if (setting === 'URL' || setting === 'HOST' || setting === 'SENTINELS' || setting === 'CLUSTER_NODES')
      for (const name of variablesIn(value)) {
        const use = useOfVariable(name);
        if (use !== null) return use;
      }
  return null;
}
