import { bare, childOf, has, type Node, type Source, stringOf, textOf } from './tree.ts';

/** How a name gets its value. */
export type Definition =
  | { kind: 'expression'; node: Node }
  /** The property of what a pattern takes apart. */
  | { kind: 'part'; of: Definition; key: string; at: Node; fallback: Node | null }
  | { kind: 'import'; from: string; name: string; at: Node }
  | { kind: 'function'; node: Node }
  | { kind: 'class'; node: Node }
  | { kind: 'parameter'; fallback: Node | null }
  /** Declared without a value: what is assigned to it later counts. */
  | { kind: 'empty' };

/** Names of one file by the function or block in which they hold. */
export interface Names {
  find(at: Node, name: string): Definition[];
  exports: Map<string, Definition[]>;
  /** Files all of whose exports are handed on. */
  handedOn: string[];
  /** `this.x = …` and `x.y = …`, by the text on the left. */
  assignments: { left: Node; right: Node }[];
}

type Scope = Map<string, Definition[]>;

const functions = new Set(['Script', 'SingleExpression', 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunction', 'MethodDeclaration']);
const scoped = new Set([...functions, 'Block', 'ForStatement', 'CatchClause', 'Property']);
const maxDefinitions = 8;

/** Reads all definitions of a file in one walk. */
export function namesOf(source: Source): Names {
  const scopes = new Map<Node, Scope>();
  const exports: Names['exports'] = new Map();
  const handedOn: string[] = [];
  const assignments: Names['assignments'] = [];
  const holder = (node: Node, kinds: ReadonlySet<string>): Node => {
    let at = node;
    while (at.parent !== null && !kinds.has(at.name)) at = at.parent;
    return at;
  };
  const define = (at: Node, kinds: ReadonlySet<string>, name: string, definition: Definition): void => {
    const place = holder(at, kinds);
    const scope = scopes.get(place) ?? new Map<string, Definition[]>();
    scopes.set(place, scope);
    put(scope, name, definition);
  };
  const find = (at: Node, name: string): Definition[] => {
    for (let node: Node | null = at; node !== null; node = node.parent) {
      const found = scopes.get(node)?.get(name);
      if (found) return found;
    }
    return [];
  };
  const late: { left: Node; right: Node }[] = [];
  for (const node of source.nodes) {
    switch (node.name) {
      case 'VariableDeclaration': {
        const kinds = has(node, 'var') ? functions : scoped;
        for (const { target, value } of declared(node))
          bind(target, value ? { kind: 'expression', node: value } : null, (name, definition) => {
            define(node, kinds, name, definition);
            if (node.parent?.name === 'ExportDeclaration') put(exports, name, definition);
          });
        break;
      }
      case 'ParamList':
        for (const { target, value } of declared(node)) bind(target, { kind: 'parameter', fallback: value }, (name, definition) => define(node, functions, name, definition));
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration': {
        const name = childOf(node, 'VariableDefinition');
        const definition: Definition = { kind: node.name === 'ClassDeclaration' ? 'class' : 'function', node };
        if (name && node.parent) define(node.parent, scoped, textOf(name), definition);
        if (node.parent?.name === 'ExportDeclaration') put(exports, has(node.parent, 'default') || !name ? 'default' : textOf(name), definition);
        break;
      }
      case 'ImportDeclaration':
        importsOf(node, (name, definition) => define(node, functions, name, definition));
        break;
      case 'ExportDeclaration':
        exportsOf(node, find, exports, handedOn);
        break;
      case 'AssignmentExpression': {
        const [left, , right] = node.children;
        if (!left || !right) break;
        if (left.name === 'MemberExpression') assignments.push({ left, right });
        else if (left.name === 'VariableName') late.push({ left, right });
        break;
      }
      default:
    }
  }
  for (const { left, right } of late) {
    const found = find(left, textOf(left));
    if (found.length > 0 && found.length < maxDefinitions) found.push({ kind: 'expression', node: right });
  }
  for (const { left, right } of assignments) {
    const path = textOf(left);
    const name = path === 'module.exports' ? 'default' : /^(?:module\.)?exports\.([\w$]{1,80})$/.exec(path)?.[1];
    if (name !== undefined) put(exports, name, { kind: 'expression', node: right });
  }
  if (source.root.name === 'SingleExpression') put(exports, 'default', { kind: 'expression', node: source.root.children[0] ?? source.root });
  return { find, exports, handedOn, assignments };
}

function put(scope: Scope, name: string, definition: Definition): void {
  const known = scope.get(name);
  if (known === undefined) scope.set(name, [definition]);
  else if (known.length < maxDefinitions) known.push(definition);
}

/** Targets of a declaration or of parameters, each with its value. */
function declared(node: Node): { target: Node; value: Node | null }[] {
  const found: { target: Node; value: Node | null }[] = [];
  let last: { target: Node; value: Node | null } | null = null;
  for (const [index, child] of node.children.entries()) {
    if (node.children[index - 1]?.name === 'Equals') {
      if (last) last.value = child;
    } else if (child.name === 'VariableDefinition' || child.name === 'ObjectPattern' || child.name === 'ArrayPattern') {
      last = { target: child, value: null };
      found.push(last);
    }
  }
  return found;
}

type Define = (name: string, definition: Definition) => void;

function bind(target: Node, value: Definition | null, define: Define): void {
  if (target.name === 'VariableDefinition') {
    define(textOf(target), value ?? { kind: 'empty' });
    return;
  }
  if (target.name !== 'ObjectPattern' || value === null) return;
  for (const property of target.children) {
    if (property.name !== 'PatternProperty' || has(property, 'Spread')) continue;
    const [key, second] = property.children;
    if (!key) continue;
    const equals = property.children.findIndex(({ name }) => name === 'Equals');
    const fallback = equals === -1 ? null : (property.children[equals + 1] ?? null);
    const name = key.name === 'String' ? stringOf(key) : textOf(key);
    const inner = key.name === 'VariableDefinition' ? key : second && second.name !== 'Equals' ? second : null;
    if (inner) bind(inner, { kind: 'part', of: value, key: name, at: key, fallback }, define);
  }
}

const sourceOf = (node: Node): string | null => {
  const string = childOf(node, 'String');
  return string ? stringOf(string) : null;
};

function importsOf(node: Node, define: Define): void {
  const from = sourceOf(node);
  if (from === null || node.children[1]?.name === 'type') return;
  const direct = childOf(node, 'VariableDefinition');
  if (direct) define(textOf(direct), { kind: 'import', from, name: /^import\s*(?:defer\s*)?\*/.test(textOf(node).slice(0, 40)) ? '*' : 'default', at: direct });
  const group = childOf(node, 'ImportGroup');
  let outer: string | null = null;
  for (const child of group?.children ?? []) {
    if (child.name === 'VariableName' || child.name === 'String' || child.name === 'default') outer = child.name === 'String' ? stringOf(child) : textOf(child);
    else if (child.name === 'VariableDefinition') {
      define(textOf(child), { kind: 'import', from, name: outer ?? textOf(child), at: child });
      outer = null;
    }
  }
}

function exportsOf(node: Node, find: Names['find'], exports: Names['exports'], handedOn: string[]): void {
  const from = sourceOf(node);
  const group = childOf(node, 'ExportGroup');
  if (group) {
    let names: string[] = [];
    const pairs: string[][] = [];
    for (const [index, child] of group.children.entries()) {
      if (child.name === 'as') continue;
      if (group.children[index - 1]?.name === 'as') names.push(textOf(child));
      else {
        names = [textOf(child)];
        pairs.push(names);
      }
    }
    for (const [inner = '', outer = inner] of pairs)
      for (const definition of from === null
        ? [{ kind: 'expression', node: nameNode(group, inner) } as Definition]
        : [{ kind: 'import', from, name: inner, at: group } as Definition])
        put(exports, outer, definition);
    return;
  }
  if (from !== null) {
    const as = childOf(node, 'VariableName');
    if (as) put(exports, textOf(as), { kind: 'import', from, name: '*', at: as });
    else handedOn.push(from);
    return;
  }
  const last = node.children[node.children.length - 1];
  if (!last || !(has(node, 'default') || has(node, 'Equals')) || last.name === 'FunctionDeclaration' || last.name === 'ClassDeclaration' || last.name === 'default') return;
  const inner = bare(last);
  const known = inner.name === 'VariableName' ? find(inner, textOf(inner)) : [];
  // A class that is exported by its name is resolved where it is used; the definitions may still grow.
  if (known.length > 0 && known.every(({ kind }) => kind !== 'expression')) for (const definition of known) put(exports, 'default', definition);
  else put(exports, 'default', { kind: 'expression', node: last });
}

/** The node of a name in a group of exports, to be looked up where it stands. */
const nameNode = (group: Node, name: string): Node => group.children.find((child) => textOf(child) === name) ?? group;
