import type { SyntaxNode } from '@lezer/common';
import type { Use } from '../reading.ts';
import { type Meaning, meaningBeside, meaningOf, type textValue, usesOfSetting, type Value, variablesIn, variableValue } from '../settings/index.ts';
import { declaredAt, evaluate, evaluateCall, evaluateDeclared, fresh, functionOf } from './evaluate.ts';
import { flagValue, valueOfKey } from './known-calls.ts';
import type { Project } from './project.ts';
import { argumentsOf, calleeOf, literalText, operationBefore, ownersOf, type Source, textOf } from './source.ts';
import type { Tagged } from './tags.ts';

/** Uses that show by a name alone: of a variable of the environment, a flag, a key of settings, or the field that holds it. */
export function usesOfNames(project: Project, source: Source, tagged: readonly Tagged[]): Use[] {
  const tags = tagged.flatMap(({ meaning, value }) => named(meaning, value));
  return [...tags, ...source.calls.flatMap((call) => usesOfCall(call, project, source)), ...source.literals.flatMap((literal) => cliFlag(literal, project, source))];
}

function usesOfCall(call: SyntaxNode, project: Project, source: Source): Use[] {
  const callee = calleeOf(source, call);
  const method = callee.slice(callee.lastIndexOf('.') + 1);
  const given = argumentsOf(call);
  const [first] = given;
  if (!first) return [];
  const asked = fresh(project, source);
  const flag = callee.includes('.') ? flagValue(method, call, asked) : null;
  if (flag) return named(meaningOf(flag.name), flag.value);
  if (method === 'SetDefault' || method === 'BindEnv') {
    const key = literalText(source, first);
    const meaning = key === null ? null : meaningOf(key);
    return key !== null && meaning ? usesOfSetting(meaning, valueOfKey(key, { kind: 'text', text: key, place: source.at(first) }, asked), null) : [];
  }
  // A helper's own read is told where the helper is called.
  const isPassedOn = first.name === 'VariableName' && declaredAt(source, textOf(source, first), first.from)?.kind === 'parameter';
  const isRead = !isPassedOn && (/^(os|syscall)\.(Getenv|LookupEnv)$/.test(callee) || (first.name === 'String' && functionOf(project, source, callee) !== null));
  return isRead ? usesOfRead(call, project, source) : [];
}

function named(meaning: Meaning | null, value: Value): Use[] {
  return meaning ? usesOfSetting(meaningBeside(meaning, value), value, null) : [];
}

const around = new Set(['CallExpr', 'Arguments', 'ParenthesizedExpr', 'ParenthesizedExp', 'UnaryExp', 'TypeConversion']);

function usesOfRead(call: SyntaxNode, project: Project, source: Source): Use[] {
  const read = evaluateCall(project, source, call);
  if (read.kind !== 'variable') return [];
  // One operand of several says nothing of the whole.
  if (operationBefore(call)) return named(meaningOf(read.name), read);
  let value: Value = read;
  let at = call;
  for (let depth = 0; depth < 6 && at.parent && around.has(at.parent.name); depth += 1) {
    at = at.parent;
    const wider = at.name === 'Arguments' ? null : evaluate(project, source, at);
    if (wider?.kind === 'variable' && variablesIn(wider).includes(read.name)) value = wider;
  }
  const holder = holderOf(at, source);
  if (holder?.declared) {
    const declared = declaredAt(source, holder.name, at.from);
    const whole = declared && evaluateDeclared(project, source, declared);
    if (whole?.kind === 'variable' && variablesIn(whole).includes(read.name)) value = whole;
  }
  const first = value.kind === 'variable' ? value : read;
  return named(
    meaningOf(first.name) ??
      variablesIn(value)
        .map(meaningOf)
        .find((each) => each !== null) ??
      (holder ? meaningOf(holder.name) : null),
    value,
  );
}

/** The variable or field that takes the value of an expression. */
function holderOf(node: SyntaxNode, source: Source): { name: string; declared: boolean } | null {
  const { parent } = node;
  if (parent?.name === 'VarSpec' || parent?.name === 'VarDecl') return { name: textOf(source, parent.getChild('DefName')), declared: true };
  if (parent?.name === 'Assignment') {
    const left = parent.firstChild;
    return left ? { name: textOf(source, left).slice(0, 200), declared: left.name === 'VariableName' } : null;
  }
  if (parent?.name === 'Element') return { name: [...ownersOf(source, parent).slice(0, 1), textOf(source, parent.getChild('Key'))].join('.'), declared: false };
  return null;
}

/** `&cli.StringFlag{Name: "redis-addr", Value: "localhost:6379", EnvVars: []string{"REDIS_ADDR"}}`. */
function cliFlag(literal: SyntaxNode, project: Project, source: Source): Use[] {
  if (!/^\w+\.(String|Int|Bool|StringSlice)Flag$/.test(textOf(source, literal.firstChild).slice(0, 60))) return [];
  const elements = literal.getChild('LiteralValue')?.getChildren('Element') ?? [];
  const given = new Map(elements.map((element) => [textOf(source, element.getChild('Key')), element.lastChild]));
  const name = evaluate(project, source, given.get('Name') ?? null);
  const fixed = evaluate(project, source, given.get('Value') ?? null);
  const texts = [...textsIn(given.get('EnvVars') ?? null, source), ...textsIn(given.get('EnvVar') ?? null, source), ...textsIn(given.get('Sources') ?? null, source)];
  const value = texts.reduceRight<Value>((otherwise, { text, place }) => variableValue(text, place, otherwise), fixed);
  const [first] = texts;
  return named((first ? meaningOf(first.text) : null) ?? (name.kind === 'text' ? meaningOf(name.text) : null), value);
}

function textsIn(node: SyntaxNode | null, source: Source): Extract<ReturnType<typeof textValue>, { kind: 'text' }>[] {
  const found: Extract<Value, { kind: 'text' }>[] = [];
  node?.cursor().iterate((each) => {
    const text = each.name === 'String' && found.length < 10 ? literalText(source, each.node) : null;
    if (text) found.push(...text.split(',').map((part) => ({ kind: 'text' as const, text: part.trim(), place: source.at(each) })));
  });
  return found;
}
