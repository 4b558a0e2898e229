import type { SyntaxNode } from '@lezer/common';
import type { ReadingProblem, Use } from '../reading.ts';
import { asValue, type Table } from '../ruby/shape.ts';
import { type ClientPart, connectionMeaningOf, distinctUses, type Meaning, meaningOf, usesOfSetting, type Value } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { classOfNew, type Names, namesOf } from './classes.ts';
import { addressValue, hostParts, isRedisAddress, knownUse, loginParts, namesServer, usesOfParts, usesOfTable } from './client.ts';
import { constructed } from './constructors.ts';
import { definedSettings } from './defined.ts';
import { Evaluator } from './evaluate.ts';
import { scopeOf } from './scope.ts';
import { argumentsOf, childrenOf, parsePhp, plainText, type Source, textOf } from './tree.ts';

/** Words without which a file has nothing to say. */
const words = /redis|valkey|resque/i;
/** The same nearer: a client, a variable, an address or a setting. Mere users of a client have none. */
const nearer =
  /\bnew\s{1,9}\\?(?:\w{1,60}\\){0,8}(?:P?redis|credis)|predis[\\_]client|\b(?:redis|valkey)s?:\/\/|redisadapter::|createredisclient|resque::|redisconnectionfactory|['"][\w.-]{0,40}redis[\w.-]{0,40}['"]\s{0,20}(?:=>|\])|=>\s{0,20}['"][\w\\.-]{0,60}redis|session\.save_path|(?:\$|->)\w{0,40}redis\w{0,40}\s{0,20}=(?!=)/i;
const named = /REDIS|VALKEY/;
const connects = /^(connect|pconnect|open|popen|auth|select)$/;

/** What one PHP file connects to. */
export function readSource(file: string, text: string): { uses: Use[]; problems: ReadingProblem[] } {
  if (!words.test(text) || !(named.test(text) || nearer.test(text))) return { uses: [], problems: [] };
  const source = parsePhp(file, text);
  if (!('tree' in source)) return { uses: [], problems: [{ place: { file, line: 1 }, why: source.why }] };
  return { uses: new Walker(source).uses(), problems: [] };
}

class Walker {
  readonly #source: Source;
  readonly #names: Names;
  readonly #evaluator: Evaluator;
  readonly #uses: Use[] = [];
  /** Reads and settings by name, which only count when no client has told of them. */
  readonly #late: (() => Use[])[] = [];
  /** What is called on an instance of PhpRedis, by the text of what holds it. */
  readonly #instances = new Map<string, ClientPart[]>();

  constructor(source: Source) {
    this.#source = source;
    this.#names = namesOf(source);
    this.#evaluator = new Evaluator(source, scopeOf(source));
  }

  uses(): Use[] {
    // An instance may be made behind the methods that use it.
    this.#source.tree.iterate({ enter: ({ name, node }) => this.#instance(name, node) });
    this.#source.tree.iterate({ enter: ({ name, node }) => this.#visit(name, node) });
    for (const [holder, parts] of this.#instances) this.#uses.push(...usesOfParts(parts, { library: 'phpredis', use: knownUse(holder) }));
    this.#uses.push(...definedSettings(this.#source, this.#evaluator));
    const variables = new Set(this.#uses.map(({ variable }) => variable));
    const spots = new Set(this.#uses.map(({ place }) => `${place.line}:${place.column}`));
    for (const late of this.#late) {
      for (const use of late().filter(({ variable, place }) => (variable === null ? !spots.has(`${place.line}:${place.column}`) : !variables.has(variable)))) {
        variables.add(use.variable);
        spots.add(`${use.place.line}:${use.place.column}`);
        this.#uses.push(use);
      }
    }
    return distinctUses(this.#uses);
  }

  #instance(name: string, node: SyntaxNode): void {
    if (name !== 'NewExpression' || classOfNew(this.#source, node, this.#names) !== 'Redis') return;
    const holder = holderOf(this.#source, node);
    if (holder !== null) this.#instances.set(holder, []);
  }

  #visit(name: string, node: SyntaxNode): void {
    if (name === 'NewExpression') this.#new(node);
    else if (name === 'CallExpression') this.#call(node);
    else if (name === 'SubscriptExpression') this.#read(node);
    else if (name === 'Pair' || name === 'AssignmentExpression') this.#setting(node);
  }

  #new(node: SyntaxNode): void {
    const path = classOfNew(this.#source, node, this.#names);
    if (path === null) return;
    const holder = holderOf(this.#source, node) ?? '';
    this.#uses.push(...constructed(path, { ...argumentsOf(this.#source, node), place: this.#source.lines.at(node.from) }, this.#evaluator, knownUse(holder)));
  }

  #call(node: SyntaxNode): void {
    const callee = node.firstChild;
    if (callee === null) return;
    const { list } = argumentsOf(this.#source, node);
    if (callee.name === 'MemberExpression') {
      const method = callee.lastChild === null ? '' : textOf(this.#source, callee.lastChild);
      if (connects.test(method) && callee.firstChild !== null) this.#connect(method, callee.firstChild, list);
      return;
    }
    const name = textOf(this.#source, callee).replace(/^\\/, '');
    if (/^(?:[\w\\]*\\)?(RedisAdapter|RedisTagAwareAdapter)::createConnection$/.test(name)) this.#uses.push(...this.#address(list[0], 'symfony', 'CACHE'));
    else if (/^(?:[\w\\]*\\)?Resque::setBackend$/.test(name)) this.#uses.push(...this.#address(list[0], 'php-resque', 'QUEUE'));
    else if (/^(?:[\w\\]*\\)?createRedisClient$/.test(name)) this.#uses.push(...this.#address(list[0], 'amphp', null));
    else if (name === 'ini_set' && plainText(this.#source, list[0]) === 'session.save_path') this.#session(list[1]);
    else if (/^(env|getenv|getenv_docker|Env::get)$/.test(name)) this.#read(node);
  }

  #address(node: SyntaxNode | undefined, library: string, use: string | null): Use[] {
    const value = addressValue(this.#evaluator.value(node));
    return value.kind === 'text' && /^memcached|^dbal|^mysql|^pgsql/.test(value.text) ? [] : usesOfParts([{ setting: 'URL', value }], { library, use });
  }

  /** `$redis->connect('host', 6379)` on what was made by `new Redis()`. */
  #connect(method: string, receiver: SyntaxNode, list: readonly SyntaxNode[]): void {
    const made = receiver.name === 'ParenthesizedExpression' ? childrenOf(receiver, 1)[0] : receiver;
    const isNew = made?.name === 'NewExpression' && classOfNew(this.#source, made, this.#names) === 'Redis';
    const text = made?.name === 'AssignmentExpression' && made.firstChild !== null ? textOf(this.#source, made.firstChild) : textOf(this.#source, receiver);
    if (isNew && !this.#instances.has(text)) this.#instances.set(text, []);
    const parts = this.#instances.get(text);
    if (parts === undefined || parts.length > 64) return;
    const [first, second] = list;
    if (method === 'auth') parts.push(...loginParts(this.#evaluator.shape(first)));
    else if (method === 'select') parts.push({ setting: 'DB', value: this.#evaluator.value(first) });
    else {
      parts.push(...this.#hostOf(first));
      if (second !== undefined) parts.push({ setting: 'PORT', value: this.#evaluator.value(second) });
    }
  }

  #hostOf(node: SyntaxNode | undefined): ClientPart[] {
    const shape = this.#evaluator.shape(node);
    return shape.kind === 'part' ? [{ setting: 'URL', value: addressValue(shape.of) }] : hostParts(asValue(shape));
  }

  /** `ini_set('session.save_path', 'tcp://redis:6379')` */
  #session(node: SyntaxNode | undefined): void {
    const value = this.#evaluator.value(node);
    const text = fixedText(value) ?? (value.kind === 'joined' && value.parts[0]?.kind === 'text' ? value.parts[0].text : '');
    if (!/^(tcp|tls|rediss?|unix):/i.test(text)) return;
    const first: Value = value.kind === 'text' ? { ...value, text: text.replace(/[,?].*$/s, '') } : value;
    this.#uses.push(...usesOfParts([{ setting: 'URL', value: addressValue(first) }], { library: 'phpredis', use: 'SESSION' }));
  }

  /** A variable that is named after Redis, wherever it is read; within a longer expression that one tells. */
  #read(node: SyntaxNode): void {
    let whole = node;
    for (let up = node.parent; up !== null && /^(BinaryExpression|ConditionalExpression|CastExpression|ParenthesizedExpression)$/.test(up.name); up = up.parent) whole = up;
    if (/^(IfStatement|AssignmentExpression)$/.test(whole.parent?.name ?? '') && whole.parent?.firstChild?.from === whole.from) return;
    const isCondition =
      /^(IfStatement|UnaryExpression|WhileStatement|EmptyExpression)$/.test(whole.parent?.name ?? '') ||
      (whole.name === 'ParenthesizedExpression' && /^(If|While)/.test(whole.parent?.name ?? ''));
    this.#late.push(() => {
      const value = this.#evaluator.value(whole);
      const own = value.kind === 'variable' ? value : this.#evaluator.value(node);
      const meaning = own.kind === 'variable' ? connectionMeaningOf(own.name) : null;
      if (meaning === null || (isCondition && meaning.setting !== 'ENABLED' && meaning.setting !== 'TLS')) return [];
      return saidUses(meaning, addressValue(own));
    });
  }

  /** `'redis' => [ 'host' => … ]`, `$config['redis']['host'] = …`, `'redis_url' => …` */
  #setting(node: SyntaxNode): void {
    const [target, , third] = childrenOf(node, 3);
    const value = node.name === 'Pair' ? childrenOf(node, 2)[1] : third;
    if (!target || !value || value.name === 'NewExpression') return;
    const name = node.name === 'Pair' ? plainText(this.#source, target) : nameOf(this.#source, target);
    // What others are completed with is no server.
    if (name === null || name.length > 100 || /redis_?defaults?|defaults?_?redis/i.test(name)) return;
    const isArray = value.name === 'ArrayExpression';
    if (!isArray && !words.test(name)) return;
    if (isArray && !words.test(textOf(this.#source, node))) return;
    this.#late.push(() => {
      const shape = this.#evaluator.shape(value);
      if (shape.kind === 'table') return this.#table(name, shape, node);
      const meaning = meaningOf(name.replace(/^WP_/, ''));
      const own = addressValue(asValue(shape));
      const isSaid =
        own.kind === 'variable' ||
        own.kind === 'joined' ||
        isRedisAddress(own) ||
        (node.name === 'AssignmentExpression' && target.name === 'SubscriptExpression' && own.kind === 'text');
      return meaning === null || !isSaid ? [] : saidUses(meaning, own);
    });
  }

  #table(name: string, table: Table, node: SyntaxNode): Use[] {
    const kind = (key: string) => fixedText(asValue(table.entries.get(key) ?? { kind: 'none' })) ?? '';
    const says = ['class', 'classname', 'driver', 'adapter', 'engine', 'backend', 'handler', 'type', 'transport'].some((key) => /redis|valkey/i.test(kind(key)));
    const options = table.entries.get('backend_options') ?? table.entries.get('options');
    // What is named after another thing inside (`'cluster'`, `'options'`) is no server of its own.
    const own = says && options?.kind === 'table' && namesServer(options) ? options : table;
    if (!namesServer(own) || !(says || words.test(name))) return [];
    return usesOfTable(own, { library: null, use: knownUse(name) ?? knownUse(parentKey(this.#source, node)) });
  }
}

/** Text of what a new instance is given to: `$redis`, `$this->cache`. */
function holderOf(source: Source, node: SyntaxNode): string | null {
  const parent = node.parent;
  return parent?.name === 'AssignmentExpression' && parent.firstChild !== null && parent.lastChild?.from === node.from ? textOf(source, parent.firstChild) : null;
}

/** `redis_host` of `$config['redis']['host']`, of `$redisHost` and of `REDIS_HOST`. */
function nameOf(source: Source, node: SyntaxNode): string | null {
  if (node.name === 'VariableName') return textOf(source, node).slice(1);
  if (node.name === 'MemberExpression' || node.name === 'ScopedExpression') return node.lastChild === null ? null : textOf(source, node.lastChild).replace(/^\$/, '');
  if (node.name !== 'SubscriptExpression') return null;
  const keys: string[] = [];
  let at: SyntaxNode = node;
  while (at.name === 'SubscriptExpression' && keys.length < 8) {
    const [holder, index] = childrenOf(at, 2);
    const key = plainText(source, index);
    if (key === null || holder === undefined) return null;
    keys.unshift(key);
    at = holder;
  }
  return keys.join('_');
}

/** Keys around a pair: `cache` of `'cache' => ['frontend' => ['redis' => …]]`. */
function parentKey(source: Source, node: SyntaxNode): string {
  const keys: string[] = [];
  for (let at = node.parent, depth = 0; at !== null && depth < 12; at = at.parent, depth++) if (at.name === 'Pair') keys.push(plainText(source, at.firstChild) ?? '');
  return keys.join(' ');
}

/** An address with a default in a form of the application's own (`host:port:db`) is none that others would understand. */
function saidUses(meaning: Meaning, value: Value): Use[] {
  const uses = usesOfSetting(meaning, value, null);
  const text = fixedText(value);
  return meaning.setting === 'URL' && text && !/^(true|false)$/.test(text) && uses.every(({ fallback }) => fallback === null) ? [] : uses;
}
