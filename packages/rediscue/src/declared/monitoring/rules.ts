import { child, has, items, type Tree, text, texts } from './tree.ts';
import { type AlertRule, declared, type MonitoringObject } from './types.ts';

/** A file of alerting and recording rules, or the object of Kubernetes that holds them. */
export function rulesOf(file: string, tree: Tree): MonitoringObject<'prometheus-rules'> | null {
  const operator = /^(PrometheusRule|VMRule)$/.test(text(child(tree, 'kind')) ?? '');
  const groups = child(tree, ...(operator ? ['spec', 'groups'] : ['groups']));
  // Files that test rules name them as well.
  if (groups?.kind !== 'list' || has(tree, 'tests') || (!operator && (has(tree, 'kind') || has(tree, 'apiVersion')))) return null;
  const rules = groups.items.flatMap((group) => items(child(group, 'rules')).flatMap((rule) => ruleOf(rule, text(child(group, 'name')) ?? '')));
  return rules.length > 0 ? declared('prometheus-rules', file, tree.place, { file, operator, alerts: rules.some(({ alert }) => alert !== null), rules }) : null;
}

function ruleOf(rule: Tree, group: string): AlertRule[] {
  const expr = child(rule, 'expr');
  const [alert, record] = [text(child(rule, 'alert')), text(child(rule, 'record'))];
  const written = text(expr);
  if (!expr || written === null || (alert === null && record === null)) return [];
  return [
    {
      group,
      alert,
      record,
      expr: written,
      for: text(child(rule, 'for')),
      labels: texts(child(rule, 'labels')),
      annotations: texts(child(rule, 'annotations')),
      place: child(rule, 'alert')?.place ?? rule.place,
      exprPlace: expr.place,
    },
  ];
}

/** A file of rules by its words alone, without its rules; null where that does not decide. */
export function unreadRules(file: string, content: string): MonitoringObject<'prometheus-rules'> | null {
  if (!/^groups\s*:/m.test(content) || /^(tests|kind|apiVersion)\s*:/m.test(content) || !/^[ \t]+(?:-[ \t]+)?expr[ \t]*:/m.test(content)) return null;
  const alerts = /^[ \t]+(?:-[ \t]+)?alert[ \t]*:/m.test(content);
  if (!alerts && !/^[ \t]+(?:-[ \t]+)?record[ \t]*:/m.test(content)) return null;
  return declared('prometheus-rules', file, { file, line: 1, column: 1 }, { file, operator: false, alerts, rules: [] });
}
