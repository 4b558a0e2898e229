import type { DeclaredObject } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { whyInverted } from '../promql/inverted.ts';
import { ofKind } from '../types.ts';

/** Alerts that are meant to hold while all is well. */
const intended = /watchdog|dead_?man|heartbeat|always|recover|resolved|restored|back_?(up|online)|(is|has_?come)_?up$|_?healthy$|^\w*up$|test/i;
const quiet = /^(none|info|informational|debug|ok|page_none|heartbeat)$/i;

/** monitoring/rule-inverted: an alert that fires when things are well. Only what the expression shows for certain. */
export function ruleInverted(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once(
    ofKind(objects, 'prometheus-rules').flatMap(({ data }) =>
      data.rules.flatMap(({ alert, expr, labels, exprPlace, place }): DeclaredFinding[] => {
        if (alert === null || intended.test(alert) || quiet.test(labels.severity ?? '')) return [];
        const why = whyInverted(expr);
        return why === null
          ? []
          : [{ code: 'monitoring/rule-inverted', place: exprPlace, summary: `The alert ${alert} fires when things are well: ${why}.`, also: [place], subject: alert }];
      }),
    ),
  );
}
