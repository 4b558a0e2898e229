import type { Placed, Program } from '../reading.ts';
import { mappingOf } from './merge.ts';
import { isTrue, placedText, quietText, type Session, textOf } from './session.ts';
import { shellWords } from './shell-words.ts';
import { childOf, entryOf, isNull, itemsOf, type MapNode, type Node, placeOf } from './tree.ts';
import { bytesOf } from './units.ts';

/** Entry point and command as one list of words; null where the image's own count. */
export function commandOf(session: Session, service: MapNode): Placed<string[]> | null {
  const entrypoint = wordsOf(session, childOf(service, 'entrypoint'));
  const command = wordsOf(session, childOf(service, 'command'));
  const value = [...(entrypoint?.value ?? []), ...(command?.value ?? [])];
  const place = command?.place ?? entrypoint?.place;
  return value.length === 0 || place === undefined ? null : { value, place };
}

function wordsOf(session: Session, node: Node | undefined): Placed<string[]> | null {
  if (node === undefined || isNull(node)) return null;
  if (node.kind === 'list') return { value: node.items.map((item) => textOf(session, item)?.value ?? ''), place: placeOf(node.items[0] ?? node) };
  const read = textOf(session, node);
  if (read === null) return null;
  const words = shellWords(read.value);
  if (words === null) session.problem(node, 'the command cannot be split into words: a quote or bracket is not closed');
  return words === null ? null : { value: words, place: placeOf(node) };
}

/** Null where the image's own counts; a null value where it is switched off. */
export function healthCheckOf(session: Session, service: MapNode): Placed<string[] | null> | null {
  const check = childOf(service, 'healthcheck');
  const disable = childOf(check, 'disable');
  if (disable && isTrue(disable)) return { value: null, place: placeOf(disable) };
  const test = childOf(check, 'test');
  if (test === undefined || isNull(test)) return null;
  const place = placeOf(test);
  if (test.kind === 'scalar') return { value: [textOf(session, test)?.value ?? ''], place };
  const [kind, ...words] = itemsOf(test).map((item) => textOf(session, item)?.value ?? '');
  if (kind === 'NONE') return { value: null, place };
  if (kind === 'CMD') return { value: words, place };
  if (kind === 'CMD-SHELL') return { value: [words.join(' ')], place };
  if (kind !== undefined) session.problem(test, 'the check begins with none of `CMD`, `CMD-SHELL` and `NONE`, so compose refuses it');
  return null;
}

/** `deploy.restart_policy` wins over `restart`; told in the words of `restart`. */
export function restartOf(session: Session, service: MapNode): Placed<string> | null {
  const policy = entryOf(childOf(service, 'deploy'), 'restart_policy');
  if (policy?.value.kind !== 'map') return placedText(session, childOf(service, 'restart'));
  const condition = placedText(session, childOf(policy.value, 'condition'));
  const words: Readonly<Record<string, string>> = { none: 'no', any: 'always' };
  return { value: words[condition?.value ?? 'any'] ?? condition?.value ?? 'always', place: condition?.place ?? placeOf(policy.key) };
}

/** In bytes; null where there is none. */
export function memoryLimitOf(session: Session, service: MapNode): Placed<number> | null {
  const node = childOf(childOf(childOf(childOf(service, 'deploy'), 'resources'), 'limits'), 'memory') ?? childOf(service, 'mem_limit');
  const text = placedText(session, node);
  if (text === null || node === undefined) return null;
  const bytes = bytesOf(text.value);
  if (bytes === null) session.problem(node, 'it is no amount of memory: `512m` or `1g` were to be expected');
  // Zero stands for no limit.
  return bytes === null || bytes === 0 ? null : { value: bytes, place: text.place };
}

/** Null where the file does not say, or says it by a variable. */
export function replicasOf(service: MapNode): number | null {
  const text = quietText(childOf(service, 'scale')) ?? quietText(childOf(childOf(service, 'deploy'), 'replicas'));
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

/** A short form has no condition: compose waits until the other is started. */
export function dependsOn(service: MapNode): { dependency: Program['dependsOn'][number]; isNeeded: boolean; node: Node }[] {
  const node = childOf(service, 'depends_on');
  if (node === undefined) return [];
  return [...mappingOf(node).entries].flatMap(([name, { key, value }]) => {
    const required = childOf(value, 'required');
    const at: Node = { kind: 'scalar', text: name, inner: null, tag: null, source: key.source, line: key.line, column: key.column };
    const dependency = { name, condition: quietText(childOf(value, 'condition')), place: placeOf(key) };
    return name === '' ? [] : [{ dependency, isNeeded: required === undefined || isTrue(required), node: at }];
  });
}
