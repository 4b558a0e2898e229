import type { SyntaxNode } from '@lezer/common';
import type { Use } from '../reading.ts';
import { type ClientPart, joinedValue, textValue, useOfVariable, usesOfClient, variablesIn } from '../settings/index.ts';
import { constructors, factories } from './constructors.ts';
import { declaredAt, evaluate, type Project } from './evaluate.ts';
import { type Shape, setterNames, shapesByStart, shapesByType } from './shapes.ts';
import { argumentsOf, createdType, methodName, receiverOf, type Source, textOf } from './source.ts';

interface Found {
  library: string;
  parts: ClientPart[];
}

/** The uses of all clients that a source makes. */
export function usesOfClients(project: Project, source: Source): Use[] {
  const clients = new Map<SyntaxNode['from'], Found>();
  const clientAt = (at: number, library: string): Found => {
    const found = clients.get(at) ?? { library, parts: [] };
    clients.set(at, found);
    return found;
  };
  const isKnown = importsIn(source);
  for (const creation of source.creations) {
    const type = createdType(source, creation);
    const known = constructors.get(type);
    if (known && isKnown(type)) clientAt(creation.from, known.library).parts.push(...known.read(argumentsOf(creation), project, source));
  }
  // Of a chain the outer calls come first in the tree: by their ends they stand as they are written.
  for (const call of source.calls.toSorted((one, other) => one.to - other.to)) {
    const name = methodName(source, call);
    const receiver = receiverOf(call);
    const factory = receiver && /^(create|createClient|redis|sentinel)$/.test(name) ? factories.get(`${textOf(source, receiver).slice(0, 60)}.${name}`) : undefined;
    if (factory) clientAt(call.from, factory.library).parts.push(...factory.read(argumentsOf(call), project, source));
    if (!setterNames.has(name)) continue;
    const root = rootOf(receiverOf(call), source);
    const given = root?.shape.setters[name];
    if (root && given) clientAt(root.at, root.shape.library).parts.push(...settingsOf(call, given, root.shape, project, source));
  }
  return [...clients.values()].flatMap(({ library, parts }) => usesOfClient({ parts: withNodes(parts), use: useOfParts(parts), library }));
}

/** A class of the project's own by the same name is no client. */
function importsIn(source: Source): (type: string) => boolean {
  const imports = source.tree.topNode.getChildren('ImportDeclaration').map((node) => textOf(source, node));
  const isOwn = (type: string) => new RegExp(`\\b(class|record|interface) ${type}\\b`).test(source.text);
  return (type) => {
    const named = imports.find((text) => new RegExp(`\\.${type}\\s*;`).test(text));
    return named
      ? /redis|lettuce|jedis|redisson|vertx/i.test(named.slice(0, named.lastIndexOf('.')))
      : imports.some((text) => /(redis|lettuce|jedis|valkey)\S*\.\*/i.test(text)) || (!isOwn(type) && !/^Redis$/.test(type));
  };
}

interface Root {
  at: number;
  shape: Shape;
}

/** What a chain of setters configures: what it was made by, or what the variable holds that it is called on. */
function rootOf(node: SyntaxNode | null, source: Source, depth = 0): Root | null {
  let at = node;
  for (let steps = 0; at?.name === 'MethodInvocation' && steps < 60; steps += 1) {
    const receiver = receiverOf(at);
    const name = methodName(source, at);
    const shape = shapesByStart.get(name) ?? (receiver ? shapesByStart.get(`${textOf(source, receiver).slice(0, 40)}.${name}`) : undefined);
    if (shape) return { at: at.from, shape };
    at = receiver;
  }
  if (at === null || depth > 6) return null;
  if (at.name === 'ParenthesizedExpression') return rootOf(at.firstChild?.nextSibling ?? null, source, depth + 1);
  if (at.name === 'ObjectCreationExpression') {
    const shape = shapesByType.get(createdType(source, at));
    return shape ? { at: at.from, shape } : null;
  }
  const declared = at.name === 'Identifier' ? declaredAt(source, textOf(source, at), at.from) : null;
  const shape = shapesByType.get(declared?.type ?? '');
  return declared && (rootOf(declared.initial, source, depth + 1) ?? (shape ? { at: declared.initial?.from ?? declared.from, shape } : null));
}

function settingsOf(call: SyntaxNode, given: Shape['setters'][string], shape: Shape, project: Project, source: Source): ClientPart[] {
  const nodes = argumentsOf(call);
  const [kind] = given;
  if (kind === 'PAIR') {
    const values = nodes.slice(0, 2).map((node) => evaluate(project, source, node));
    const place = source.at(nodes[0] ?? call);
    const [host, port] = values;
    return host ? [{ setting: shape.nodes, value: port ? joinedValue([host, textValue(':', place), port], place) : host }] : [];
  }
  // `addNodeAddress(a, b, c)` takes any number.
  if (given.length === 1 && kind && nodes.length > 1 && kind === shape.nodes) return nodes.map((node) => ({ setting: kind, value: evaluate(project, source, node) }));
  return given.flatMap((setting, index) => {
    const node = nodes[index];
    return node && setting !== 'PAIR' ? [{ setting, value: evaluate(project, source, node) }] : [];
  });
}

/** Nodes that are given one by one are one list. */
function withNodes(parts: readonly ClientPart[]): ClientPart[] {
  const lists = new Set<ClientPart['setting']>(['SENTINELS', 'CLUSTER_NODES']);
  const found = parts.filter(({ setting }) => !lists.has(setting));
  for (const setting of lists) {
    const nodes = parts.filter((part) => part.setting === setting).map(({ value }) => value);
    const [first] = nodes;
    const place = first && 'place' in first ? first.place : null;
    if (first && place) found.push({ setting, value: nodes.length === 1 ? first : { kind: 'list', items: nodes, place } });
  }
  return found;
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
