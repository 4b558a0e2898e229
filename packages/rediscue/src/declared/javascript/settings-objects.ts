import type { Collector } from './collector.ts';
import { ConnectionReader, readsVariables, type SettingValue } from './connection.ts';
import type { Evaluator } from './evaluate.ts';
import { isSettingsPath, variantOf } from './paths.ts';
import { convicted, describedVariable } from './schema.ts';
import { argumentsOf, bare, type Node, stringOf, textOf } from './tree.ts';
import { chainsOf, type ObjectValue, type Value } from './value.ts';
import { meaningOf, meaningOfSetting, useIn, wordsOf } from './words.ts';

const anywhere = new Set(['URL', 'HOST', 'SENTINELS', 'CLUSTER_NODES']);

/** A name in code with the value that it gets. */
export interface NamedValue {
  name: string;
  at: Node;
  value: Node;
}

/** Tells settings that are named after Redis and that no constructor was seen to take. */
export function tellSettings(named: readonly NamedValue[], evaluator: Evaluator, collector: Collector): void {
  for (const { name, at, value } of named) {
    if (!/redis|valkey/i.test(name)) continue;
    const keys = keysAround(at);
    if (keys.some((key) => /^(?:test|testing|tests|mock|e2e|ci)$/i.test(key))) continue;
    const isConfig = isSettingsPath(at.source.file) && variantOf(at.source.file) === null && !keys.some((key) => variant.test(key)) && !keys.includes('env');
    const hint = useIn(name) ?? keys.map(useIn).find((each) => each !== null) ?? null;
    const meaning = meaningOfSetting(name);
    const read = evaluator.valueOf(value);
    if (meaning !== null && read.kind !== 'object') {
      // A variable that says so itself is told where it is read.
      const variables = chainsOf(read).flatMap((chain) => chain.variables);
      if (variables.length > 0 && (meaning.setting === 'ENABLED' || variables.every((variable) => meaningOf(variable.name) !== null))) continue;
      tell([{ setting: meaning.setting, value: read }], meaning.use ?? hint, isConfig && isTopic(read, meaning.setting), collector);
      continue;
    }
    if (!isGroupName(name)) continue;
    const object = read.kind === 'function' ? evaluator.returnedBy(read.node) : read;
    if (object.kind === 'object') tellObject(object, hint, isConfig, evaluator, collector);
  }
}

const variant = /^(?:production|prod|development|dev|staging|stage|local|qa|uat|docker|preview)$/i;

/** `redis`, `redisConfig`, `cache_redis`, `ioredis`: not `redisKeys`, `redisScripts`. */
function isGroupName(name: string): boolean {
  const rest = wordsOf(name).filter((word) => !/^(?:io)?(?:redis|valkey)$/.test(word));
  return rest.every(
    (word) =>
      /^(?:config|configuration|conf|settings?|options|opts|connection|conn|client|server|default|main|store|db|credentials|params|env|module|factory|create|get|cluster|sentinel|app)$/.test(
        word,
      ) || useIn(word) !== null,
  );
}

function tellObject(given: ObjectValue, hint: string | null, isConfig: boolean, evaluator: Evaluator, collector: Collector, depth = 0): void {
  const isDescribed = [...given.entries.values()].some(({ at }) => at.parent?.children[1]?.name === 'ObjectExpression' && describedVariable(at.parent.children[1]) !== null);
  const checked = isDescribed ? convicted(given) : given;
  const object = checked.kind === 'object' ? checked : given;
  const reader = new ConnectionReader(evaluator);
  const settings = reader.read(object);
  const hasPlace = settings.some(({ setting }) => anywhere.has(setting));
  if (hasPlace) {
    tell(settings, hint, isConfig && settings.every(({ setting, value }) => isTopic(value, setting)), collector);
    return;
  }
  if (depth > 2) return;
  for (const [key, entry] of [...object.entries].slice(0, 16)) {
    const inner = entry.value();
    if (inner.kind === 'object') tellObject(inner, useIn(key) ?? hint, isConfig, evaluator, collector, depth + 1);
  }
}

/** Variables count wherever they are read; what is fixed only in a file of settings. */
function tell(settings: readonly SettingValue[], hint: string | null, mayBeFixed: boolean, collector: Collector): void {
  const isTold = settings.some(({ value }) =>
    chainsOf(value).some(({ variables, fixed }) => variables.some(({ at }) => collector.isTold(at)) || (fixed !== null && collector.isTold(fixed.at))),
  );
  if (isTold || (!mayBeFixed && !readsVariables(settings))) return;
  collector.add(settings, { library: null, use: null, hint });
}

/** Whether a fixed value can be what its name says. */
function isTopic(value: Value, setting: string): boolean {
  if (value.kind !== 'text') return true;
  if (setting === 'URL') return /^(?:rediss?|valkeys?|unix|sentinels?):/.test(value.text);
  if (setting === 'PORT' || setting === 'DB') return /^\d{1,5}$/.test(value.text);
  return setting !== 'HOST' || /^[\w.:[\]-]{1,253}$/.test(value.text);
}

/** Keys of the objects around a node, the inner first. */
export function keysAround(node: Node): string[] {
  const keys: string[] = [];
  let below: Node = node;
  for (let at = node.parent; at !== null && keys.length < 12; at = at.parent) {
    const key = at.name === 'Property' ? at.children[0] : null;
    if (key && key !== below) keys.push(key.name === 'String' ? stringOf(key) : textOf(key));
    below = at;
  }
  return keys;
}

const markers = /^(?:transport|driver|adapter|type)$/;

/** Tells objects that say themselves that they are for Redis: `{ transport: Transport.REDIS, options: { … } }`, `{ driver: 'redis', … }`. */
export function tellMarked(nodes: readonly Node[], evaluator: Evaluator, collector: Collector): void {
  for (const node of nodes) {
    if (node.name !== 'ObjectExpression') continue;
    const marker = node.children.find((child) => child.name === 'Property' && child.children[1] && child.children[0] && markers.test(textOf(child.children[0])));
    const says = marker?.children[1];
    if (!says || says.to - says.from > 60 || !/^(?:Transport\.REDIS|['"](?:io)?redis(?:\/cluster)?['"])$/.test(textOf(says))) continue;
    const value = evaluator.valueOf(node);
    if (value.kind !== 'object' || keysAround(node).some((key) => variant.test(key) || /^test/i.test(key))) continue;
    const isTransport = textOf(says).startsWith('Transport');
    const settings = new ConnectionReader(evaluator).read(value);
    if (!settings.some(({ setting }) => anywhere.has(setting))) continue;
    const hint = isTransport
      ? 'PUBSUB'
      : (keysAround(node)
          .map(useIn)
          .find((each) => each !== null) ?? null);
    tell(settings, hint, isTransport || (isSettingsPath(node.source.file) && variantOf(node.source.file) === null), collector);
  }
}

/** Names with values: properties, constants, fields, `config.redis = …`, `registerAs('redis', …)`. */
export function namedValuesOf(nodes: readonly Node[]): NamedValue[] {
  const found: NamedValue[] = [];
  for (const node of nodes) {
    const [first, second] = node.children;
    if (!first) continue;
    if (node.name === 'Property') {
      const value = node.children[node.children.length - 1];
      const isKey = first.name === 'PropertyDefinition' || first.name === 'String';
      if (isKey && value && value !== first) found.push({ name: first.name === 'String' ? stringOf(first) : textOf(first), at: first, value });
    } else if (node.name === 'VariableDeclaration' || node.name === 'PropertyDeclaration') {
      for (const [index, child] of node.children.entries()) {
        if (child.name !== 'Equals') continue;
        const name = node.children.slice(0, index).findLast((each) => each.name === 'VariableDefinition' || each.name === 'PropertyDefinition');
        const value = node.children[index + 1];
        if (name && value) found.push({ name: textOf(name), at: name, value });
      }
    } else if (node.name === 'AssignmentExpression') {
      const value = node.children[2];
      const last = first.name === 'MemberExpression' ? first.children[first.children.length - 1] : null;
      if (last?.name === 'PropertyName' && value) found.push({ name: textOf(last), at: last, value });
    } else if (node.name === 'CallExpression' && first.name === 'VariableName' && second && textOf(first) === 'registerAs') {
      const [name, value] = argumentsOf(node);
      if (name && bare(name).name === 'String' && value) found.push({ name: stringOf(bare(name)), at: name, value });
    }
  }
  return found;
}
