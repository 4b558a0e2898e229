import type { ReadingProblem, Use } from '../reading.ts';
import { connectionMeaningOf, distinctUses, linesOf, meaningOf, usesOfSetting, variablesIn } from '../settings/index.ts';
import { argumentsFrom, endsStatement, keyOf } from './arguments.ts';
import { type ClientKind, isRedisAddress, namesServer, usesOfAddress, usesOfOptions } from './client.ts';
import { Evaluator } from './evaluate.ts';
import { assigned, constructors, storeKind } from './libraries.ts';
import { scanRuby } from './scanner.ts';
import { scopeOf } from './scope.ts';
import { asValue, type Shape, type Table } from './shape.ts';
import { constantAt, isClose, isGroup, isName, isOperator, type Node, treeOf } from './tree.ts';

/** What one file of Ruby connects to. */
export interface SourceReading {
  uses: Use[];
  problems: ReadingProblem[];
}

/** Longer files are data. */
const maxLength = 400_000;
/** Words without which a file has nothing to say. */
const words = /redis|valkey|redlock|resque|sidekiq/i;
const conditions = /^(if|unless|elsif|while|until|and|not|when)$/;

export function readSource(file: string, text: string): SourceReading {
  if (!words.test(text)) return { uses: [], problems: [] };
  if (text.length > maxLength) return { uses: [], problems: [{ place: { file }, why: 'it is too long for a source file, and is not read' }] };
  const lines = linesOf(file, text);
  const { tokens, unclosed } = scanRuby(text);
  const nodes = treeOf(tokens);
  const walker = new Walker(new Evaluator(lines, scopeOf(nodes)), text.includes('Sidekiq'));
  walker.walk(nodes, { use: null, library: null });
  const problems = unclosed.slice(0, 1).map((offset) => ({ place: lines.at(offset), why: 'nothing closes the quote that begins here: what follows may be read wrongly' }));
  return { uses: distinctUses(walker.uses()), problems };
}

interface Context {
  use: string | null;
  library: string | null;
  /** What holds the value in which something stands: `$redis_cache`. */
  hint?: string | null;
}

class Walker {
  readonly #evaluator: Evaluator;
  readonly #isSidekiq: boolean;
  readonly #uses: Use[] = [];
  /** Reads and settings by name, which only count when no client has told of them. */
  readonly #named: (() => Use[])[] = [];

  constructor(evaluator: Evaluator, isSidekiq: boolean) {
    this.#evaluator = evaluator;
    this.#isSidekiq = isSidekiq;
  }

  uses(): Use[] {
    const spot = ({ line, column }: Use['place']) => `${line}:${column}`;
    const variables = new Set(this.#uses.map(({ variable }) => variable));
    const spots = new Set(this.#uses.map(({ place }) => spot(place)));
    for (const late of this.#named) {
      const more = late().filter(({ variable, place }) => (variable === null ? !spots.has(spot(place)) : !variables.has(variable)));
      for (const use of more) {
        variables.add(use.variable);
        spots.add(spot(use.place));
        this.#uses.push(use);
      }
    }
    return this.#uses;
  }

  walk(nodes: readonly Node[], outer: Context): void {
    let context = outer;
    let hint: string | null = outer.hint ?? null;
    let blocks = 0;
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at];
      if (node === undefined) continue;
      if (node.kind === 'group') this.walk(node.nodes, { ...context, hint });
      else if (node.kind === 'newline') {
        hint = outer.hint ?? null;
        if (blocks === 0) context = outer;
      } else if (node.kind === 'string') for (const part of node.parts) 'tokens' in part && this.walk(treeOf(part.tokens), context);
      else if (node.kind === 'name' && context !== outer && node.text === 'do') blocks++;
      else if (node.kind === 'name' && blocks > 0 && node.text === 'end') blocks--;
      else if (node.kind === 'label') {
        hint = node.text;
        this.#setting(node.text, nodes, at + 1);
      } else if (node.kind === 'constant' && !isOperator(nodes[at - 1], '.')) {
        if (isOperator(nodes[at - 1], '::') && nodes[at - 2]?.kind === 'constant') continue;
        if (isOperator(nodes[at + 1], '=')) hint = node.text;
        at = this.#constant(nodes, at, context, hint);
      }
      if (node.kind === 'name' || node.kind === 'variable' || node.kind === 'constant') {
        const sign = nodes[at + 1];
        if (isOperator(sign, '=') || isOperator(sign, '||=')) {
          hint = node.text;
          context = this.#assignment(node.text, nodes, at, context);
        } else if (node.kind === 'name') this.#command(node.text, nodes, at);
      }
    }
  }

  /** Returns the index of the last node that was looked at. */
  #constant(nodes: readonly Node[], at: number, context: Context, hint: string | null): number {
    const constant = constantAt(nodes, at);
    if (constant === null) return at;
    const { path, next } = constant;
    if (path === 'ENV') {
      this.#read(nodes, at);
      return at;
    }
    const method = nodes[next + 1];
    const kind = isOperator(nodes[next], '.') && method?.kind === 'name' ? constructors(path, method.text) : null;
    if (kind === null) return next - 1;
    const own: ClientKind = { ...kind, use: context.use ?? kind.use, library: context.library ?? kind.library };
    const group = nodes[next + 2];
    const isBracketed = isGroup(group, '(') && isClose(nodes, next + 2);
    const list = isBracketed ? group.nodes : nodes;
    const from = isBracketed ? 0 : next + 2;
    // `Redis.new.ping`, `Redis.new` in front of a block, a bracket or an operator have no arguments.
    const isBare = !isBracketed && (endsStatement(nodes[from]) || nodes[from]?.kind === 'operator' || (nodes[from]?.kind === 'group' && !isGroup(nodes[from], '[')));
    this.#uses.push(...this.#client(isBare ? null : { nodes: list, from, isStatement: !isBracketed }, kind.takes, own, nodes[at] as Node, hint));
    return next + 1;
  }

  #client(given: { nodes: readonly Node[]; from: number; isStatement: boolean } | null, takes: 'options' | 'address', kind: ClientKind, start: Node, hint: string | null): Use[] {
    const empty: Table = { kind: 'table', entries: new Map(), isOpen: false, place: this.#evaluator.lines.at(start.from) };
    if (given === null) return usesOfOptions(empty, kind, hint);
    const { nodes, from, isStatement } = given;
    const positional = argumentsFrom(nodes, from, isStatement).filter(({ key }) => key === null);
    const named = this.#evaluator.table(nodes, from, isStatement);
    const table: Table = { ...named, place: empty.place };
    if (takes === 'address' && positional[0]) return usesOfAddress(this.#evaluator.at(positional[0].nodes, positional[0].index), kind, hint);
    for (const { nodes: own, index } of positional) {
      const shape = this.#evaluator.at(own, index);
      if (shape.kind === 'table') for (const [key, value] of shape.entries) table.entries.set(key, value);
      if (shape.kind !== 'table' || shape.isOpen) table.isOpen = true;
    }
    return usesOfOptions(table, kind, hint);
  }

  /** `config.redis = …`, `config.cache_store = :redis_cache_store, { … }`, `REDIS_URL = …` */
  #assignment(name: string, nodes: readonly Node[], at: number, context: Context): Context {
    const before = nodes[at - 2];
    const isMember = isOperator(nodes[at - 1], '.') && before !== undefined;
    const owner = before?.kind === 'constant' || before?.kind === 'name' ? before.text : '';
    if (isMember && /^(cache_store|session_store)$/.test(name)) {
      this.#store(name, nodes, at + 2);
      return { use: name === 'cache_store' ? 'CACHE' : 'SESSION', library: null };
    }
    const kind = isMember ? assigned(owner, name, this.#isSidekiq) : null;
    if (kind !== null) {
      const shape = this.#evaluator.at(nodes, at + 2);
      if (shape.kind === 'table' || shape.kind === 'items' || shape.kind === 'address' || variablesIn(asValue(shape)).length > 0 || asValue(shape).kind === 'text')
        this.#uses.push(...usesOfAddress(shape, kind));
      return { use: kind.use, library: kind.library };
    }
    this.#setting(name, nodes, at + 2);
    return context;
  }

  /** `session_store :redis_store, …`, `set :redis_url, …`, `use Rack::Session::Redis, …` */
  #command(name: string, nodes: readonly Node[], at: number): void {
    if (name === 'session_store' || name === 'cache_store') this.#store(name, nodes, at + 1);
    else if (name === 'set' && nodes[at + 1]?.kind === 'symbol' && isOperator(nodes[at + 2], ',')) this.#setting(keyOf(nodes[at + 1]) ?? '', nodes, at + 3);
    else if (name === 'use') {
      const constant = constantAt(nodes, at + 1);
      if (constant?.path === 'Rack::Session::Redis')
        this.#uses.push(...usesOfOptions(this.#evaluator.table(nodes, constant.next, true), { library: 'redis-rack', use: 'SESSION', hasDefault: true }));
    }
  }

  #store(name: string, nodes: readonly Node[], from: number): void {
    const group = nodes[from];
    const isGrouped = group?.kind === 'group' && group.open !== '{';
    const list = isGrouped ? group.nodes : nodes;
    const start = isGrouped ? 0 : from;
    const symbol = keyOf(list[start]);
    const kind = symbol === null ? null : storeKind(name, symbol);
    if (kind === null) return;
    const given = argumentsFrom(list, start, !isGrouped);
    const [, address] = given.filter(({ key }) => key === null);
    const shape: Shape | null = address ? this.#evaluator.at(address.nodes, address.index) : null;
    const place = this.#evaluator.lines.at(list[start]?.from ?? 0);
    if (shape !== null && shape.kind !== 'table') this.#uses.push(...usesOfAddress(shape, kind));
    else this.#uses.push(...usesOfOptions({ ...(shape ?? this.#evaluator.table(list, start + 1, !isGrouped)), place }, kind));
  }

  /** A setting that is named after Redis, and is given what reads a variable, or an address. */
  #setting(name: string, nodes: readonly Node[], index: number): void {
    if (!/redis|valkey/i.test(name) || nodes[index] === undefined || isOperator(nodes[index], ',')) return;
    this.#named.push(() => {
      const shape = this.#evaluator.at(nodes, index);
      if (shape.kind === 'table') return namesServer(shape) ? usesOfOptions(shape, { library: null, use: null, hasDefault: false }, name) : [];
      const meaning = meaningOf(name);
      const value = asValue(shape);
      return meaning !== null && (value.kind === 'variable' || value.kind === 'joined' || isRedisAddress(value)) ? usesOfSetting(meaning, value, null) : [];
    });
  }

  /** A variable that is named after Redis, wherever it is read. */
  #read(nodes: readonly Node[], at: number): void {
    const before = nodes[at - 1];
    const isCondition = (before?.kind === 'name' && conditions.test(before.text)) || isOperator(before, '!') || isOperator(before, '&&');
    if (isOperator(before, '||') || isName(before, 'or') || this.#isWritten(nodes, at)) return;
    this.#named.push(() => {
      const value = this.#evaluator.value(nodes, at);
      const meaning = value.kind === 'variable' ? connectionMeaningOf(value.name) : null;
      const isSwitch = meaning !== null && /^(ENABLED|TLS)/.test(meaning.setting);
      return meaning === null || (isCondition && !isSwitch) ? [] : usesOfSetting(meaning, value, null);
    });
  }

  /** `ENV['X'] = …` and `ENV.delete('X')` read nothing. */
  #isWritten = (nodes: readonly Node[], at: number): boolean => isOperator(nodes[at + 2], '=') && isGroup(nodes[at + 1], '[');
}
