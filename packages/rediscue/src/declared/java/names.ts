import type { SyntaxNode } from '@lezer/common';
import type { Use } from '../reading.ts';
import { type Meaning, meaningBeside, meaningOf, usesOfSetting, type Value, variablesIn, variableValue } from '../settings/index.ts';
import { canonical, meaningOfKey } from '../spring/keys.ts';
import { variableOfKey } from '../spring/placeholders.ts';
import { declaredAt, evaluate, evaluateDeclared, type Project } from './evaluate.ts';
import { methodName, receiverOf, type Source, textOf } from './source.ts';

const expressions = new Set(['MethodInvocation', 'ArgumentList', 'TernaryExpression', 'ParenthesizedExpression', 'CastExpression', 'BinaryExpression']);

/** Uses that show by a name alone: of a variable of the environment, a key of the settings, or the field that holds it. */
export function usesOfNames(project: Project, source: Source): Use[] {
  return [...environmentReads(project, source), ...annotatedFields(project, source), ...boundFields(project, source)];
}

function environmentReads(project: Project, source: Source): Use[] {
  return source.calls.flatMap((call) => {
    const name = methodName(source, call);
    if (!/^(getenv|get|getOrDefault|getProperty|getRequiredProperty)$/.test(name)) return [];
    const owner = textOf(source, receiverOf(call)).slice(0, 60);
    if (!/^(System|System\.getenv\(\)|dotenv|(this\.)?(env|environment|springEnv|springEnvironment))$/i.test(owner) || (owner === 'System' && name === 'getProperty')) return [];
    const { value, holder } = widest(call, project, source);
    return usesOfNamed(value, holder, null);
  });
}

/** The value of the whole expression around a read, or of the variable that it is given to. */
function widest(call: SyntaxNode, project: Project, source: Source): { value: Value; holder: string | null } {
  const read = evaluate(project, source, call);
  let value = read;
  let at = call;
  for (let depth = 0; depth < 8 && at.parent && expressions.has(at.parent.name); depth += 1) {
    at = at.parent;
    const wider = at.name === 'ArgumentList' || at.name === 'BinaryExpression' ? null : evaluate(project, source, at);
    if (wider && wider.kind === 'variable' && variablesIn(read).every((name) => variablesIn(wider).includes(name))) value = wider;
  }
  const declarator = at.parent;
  if (declarator?.name !== 'VariableDeclarator') return { value, holder: null };
  const holder = textOf(source, declarator.getChild('Definition'));
  const declared = declaredAt(source, holder, declarator.from);
  const whole = declared && evaluateDeclared(project, source, declared);
  return { value: whole?.kind === 'variable' ? whole : value, holder };
}

/** Each variable of a chain counts when its own name, or the name of what holds it, says what it is. */
function usesOfNamed(value: Value, holder: string | null, library: string | null): Use[] {
  if (value.kind !== 'variable') return [];
  const meaning =
    meaningOf(value.name) ??
    variablesIn(value)
      .map(meaningOf)
      .find((each) => each !== null) ??
    (holder === null ? null : meaningOf(holder));
  return meaning ? usesOfSetting(meaningBeside(meaning, value), value, library) : [];
}

/** `@Value("${redis.host:localhost}") String host`. */
function annotatedFields(project: Project, source: Source): Use[] {
  return [...source.declared.values()].flat().flatMap((declared) => {
    if (!declared.annotation) return [];
    const key = /^\$\{\s*([\w.[\]-]+)/.exec(declared.annotation.text)?.[1] ?? '';
    const meaning: Meaning | null =
      meaningOfKey(canonical(key), key) ?? (/^[A-Z0-9_]+$/.test(key) ? meaningOf(key) : null) ?? (/spring|management|logging/.test(key) ? null : meaningOf(declared.name));
    return meaning ? usesOfSetting(meaning, evaluateDeclared(project, source, declared), 'spring') : [];
  });
}

/** Fields of a class that settings are bound to, where no file of settings says otherwise: their first values count. */
function boundFields(project: Project, source: Source): Use[] {
  return source.bound.flatMap(({ className, prefix }) => {
    if (/^(spring|management|logging)\b/.test(prefix)) return [];
    const settings = project.settingsOf(source);
    return [...source.declared.values()].flat().flatMap((declared) => {
      if (declared.kind !== 'field' || declared.owner !== className || !declared.initial) return [];
      const key = `${prefix}.${declared.name}`;
      const meaning = meaningOfKey(canonical(key), key);
      if (!meaning || settings.has(canonical(key))) return [];
      const value = evaluateDeclared(project, source, declared);
      const variable = variableOfKey(key, '');
      return value.kind === 'text' || value.kind === 'variable' ? usesOfSetting(meaning, variableValue(variable, source.at(declared.initial), value), 'spring') : [];
    });
  });
}
