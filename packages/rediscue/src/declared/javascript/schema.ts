import type { Evaluator } from './evaluate.ts';
import { argumentsOf, bare, type Node, stringOf, textOf } from './tree.ts';
import { type Entry, nothing, type ObjectValue, unknown, type Value } from './value.ts';

const libraries =
  /^(?:zod(?:\/.*)?|znv|envalid|joi|@hapi\/joi|yup|valibot|@sinclair\/typebox|convict|envsafe|superstruct|arktype|runtypes|@t3-oss\/env-.*|@effect\/schema|effect|@adonisjs\/.*|@ioc:Adonis\/.*|fluent-json-schema|nestjs-zod|@poppinss\/.*|env-schema|myzod)$/;

const variableKey = /^[A-Z][A-Z0-9_]{1,99}$/;

/** Whether a call is built on a library for schemas: `z.string().url()`, `Joi.string()`, `str({ default })`. */
function isSchema(node: Node, evaluator: Evaluator): boolean {
  let at = bare(node);
  for (let depth = 0; depth < 60; depth += 1) {
    if (at.name !== 'CallExpression' && at.name !== 'MemberExpression') break;
    const first = at.children[0];
    if (!first) return false;
    at = bare(first);
  }
  if (at.name !== 'VariableName') return false;
  const value = evaluator.valueOf(at);
  if (value.kind === 'import') return libraries.test(value.from);
  return value.kind === 'unknown' && /^(?:z|zod|Joi|joi|yup|v|Type|Schema|Env)$/.test(textOf(at));
}

/** What a schema falls back to; `nothing` for none, null when the node is no schema. */
function defaultIn(node: Node, evaluator: Evaluator): Value | null {
  const top = bare(node);
  if (top.name === 'ObjectExpression') return ofDescription(top, evaluator);
  if (top.name === 'ConditionalExpression') {
    const branches = top.children
      .filter(({ name }) => name !== 'LogicOp')
      .slice(1, 3)
      .map((branch) => defaultIn(branch, evaluator));
    return branches.find((branch) => branch !== null && branch.kind !== 'nothing') ?? branches.find((branch) => branch !== null) ?? null;
  }
  if (top.name !== 'CallExpression' || !isSchema(top, evaluator)) return null;
  let at: Node | undefined = top;
  for (let depth = 0; at && depth < 60; depth += 1) {
    const inner: Node = bare(at);
    if (inner.name !== 'CallExpression') break;
    const callee = inner.children[0] ? bare(inner.children[0]) : null;
    const args = argumentsOf(inner);
    const method = callee?.name === 'MemberExpression' ? textOf(callee.children[callee.children.length - 1] as Node) : callee ? textOf(callee) : '';
    if (/^(?:default|prefault|catch|_default)$/.test(method) && args[0]) return plain(evaluator.valueOf(args[0]), evaluator);
    // `v.optional(v.string(), 'x')`
    if (/^(?:optional|nullish|fallback|exactOptional)$/.test(method) && args[1]) return plain(evaluator.valueOf(args[1]), evaluator);
    for (const argument of args) {
      if (bare(argument).name !== 'ObjectExpression') continue;
      const found = defaultOf(evaluator.valueOf(argument));
      if (found) return found;
    }
    // `z.preprocess(f, z.string().default('x'))`, `v.pipe(v.optional(v.string(), 'x'), …)`
    if (/^(?:preprocess|pipe|optional|nullable|union|optionalWith)$/.test(method))
      for (const argument of args) {
        const found: Value | null = depth < 8 ? defaultIn(argument, evaluator) : null;
        if (found && found.kind !== 'nothing') return found;
      }
    at = callee?.name === 'MemberExpression' ? callee.children[0] : undefined;
  }
  return nothing;
}

const plain = (value: Value, evaluator: Evaluator): Value => (value.kind === 'function' ? evaluator.returnedBy(value.node) : value);

/** `{ default: 'x' }` of envalid, TypeBox or a JSON schema; null where there is none. */
function defaultOf(value: Value): Value | null {
  if (value.kind !== 'object') return null;
  const entry = value.entries.get('default') ?? value.entries.get('defaultValue');
  return entry ? entry.value() : null;
}

/** A JSON schema or convict's description of one setting. */
function ofDescription(node: Node, evaluator: Evaluator): Value | null {
  const value = evaluator.valueOf(node);
  if (value.kind !== 'object' || !['type', 'default', 'format'].some((key) => value.entries.has(key))) return null;
  if (
    ![...value.entries.keys()].every((key) =>
      /^(?:type|default|format|doc|env|required|pattern|enum|description|minLength|minimum|maximum|optional|sensitive|nullable|example|examples|arg|coerce|transform|parse)$/.test(
        key,
      ),
    )
  )
    return null;
  return defaultOf(value) ?? nothing;
}

/** The variables that an object of schemas checks, as the object that comes out; null when it is none. */
export function variablesIn(object: ObjectValue, evaluator: Evaluator): ObjectValue | null {
  const entries = new Map<string, Entry>();
  let hasVariable = false;
  for (const [key, entry] of object.entries) {
    if (!variableKey.test(key)) {
      entries.set(key, { at: entry.at, value: () => unknown });
      continue;
    }
    const schema = schemaNode(entry.at);
    const fallback = schema ? defaultIn(schema, evaluator) : null;
    if (fallback === null) continue;
    hasVariable = true;
    entries.set(key, { at: entry.at, value: () => ({ kind: 'choice', options: [{ kind: 'variable', name: key, at: entry.at }, fallback] }) });
  }
  return hasVariable ? { kind: 'object', entries, open: true, at: object.at, isSchema: true } : null;
}

const schemaNode = (key: Node): Node | null => (key.parent?.name === 'Property' ? (key.parent.children[key.parent.children.length - 1] ?? null) : null);

/** convict's settings: each leaf is a variable with a default. */
export function convicted(object: ObjectValue, depth = 0): Value {
  const leaf = object.entries.get('default');
  if (leaf) {
    const env = object.entries.get('env')?.value();
    const fallback = leaf.value();
    return env?.kind === 'text' && variableKey.test(env.text) ? { kind: 'choice', options: [{ kind: 'variable', name: env.text, at: env.at }, fallback] } : fallback;
  }
  if (depth > 8) return unknown;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of object.entries)
    entries.set(key, {
      at: entry.at,
      value: () => {
        const value = entry.value();
        return value.kind === 'object' ? convicted(value, depth + 1) : unknown;
      },
    });
  return { kind: 'object', entries, open: false, at: object.at, isSchema: true };
}

/** Name of a variable that a description of a setting holds itself: `{ env: 'REDIS_HOST', default: 'localhost' }`. */
export function describedVariable(node: Node): { name: string; at: Node } | null {
  const env = node.children.find((child) => child.name === 'Property' && child.children[0] && textOf(child.children[0]) === 'env');
  const value = env?.children[1];
  return value?.name === 'String' && variableKey.test(stringOf(value)) ? { name: stringOf(value), at: value } : null;
}
