import type { DeclaredObject } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { type AlertmanagerConfig, ofKind, type PrometheusConfig } from '../types.ts';
import { loadsRules } from './rules-not-loaded.ts';

const code = 'monitoring/no-receiver';

/** monitoring/no-receiver: alerts have nobody to go to. */
export function noReceiver(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  const managers = ofKind(objects, 'alertmanager-config').flatMap(({ data, place }) => judged(data, place));
  const alone = ofKind(objects, 'prometheus-config').flatMap(({ data, place }) => withoutManager(data, place, objects));
  return once([...managers, ...alone]);
}

function judged(config: AlertmanagerConfig, place: DeclaredFinding['place']): DeclaredFinding[] {
  const { receivers, routed } = config;
  const told = (at: DeclaredFinding['place'], subject: string, summary: string): DeclaredFinding[] => [{ code, place: at, summary, also: [], subject }];
  const unknown = routed.find(({ receiver }) => !receivers.some(({ name }) => name === receiver));
  if (unknown) return told(unknown.place, unknown.receiver, `A route goes to \`${unknown.receiver}\`, and no receiver has that name: Alertmanager does not start.`);
  const used = receivers.filter(({ name }) => routed.some(({ receiver }) => receiver === name));
  const lacking = receivers.flatMap(({ name, integrations }) => integrations.map((each) => ({ name, ...each }))).find(({ lacks }) => lacks !== null);
  if (lacking)
    return told(
      lacking.place,
      lacking.name,
      `\`${lacking.kind}\` of the receiver \`${lacking.name}\` needs \`${lacking.lacks}\` in \`global\` or one of its own: Alertmanager does not start without it.`,
    );
  // One that is left empty on purpose stands beside others that deliver.
  const delivers = used.some(({ integrations }) => integrations.some(({ placeholder }) => placeholder === null));
  const filled = used.flatMap(({ name, integrations }) => integrations.map((each) => ({ name, ...each })));
  if (!delivers && filled.length === 0) {
    const [first] = used;
    return told(
      first?.place ?? place,
      first?.name ?? config.file,
      `No receiver that a route names delivers anything${first ? `: \`${first.name}\` is empty` : ''}. Alerts end in Alertmanager.`,
    );
  }
  return filled
    .filter(({ placeholder }) => placeholder !== null)
    .flatMap(({ name, kind, place: at, placeholder }) =>
      told(at, name, `\`${kind}\` of the receiver \`${name}\` still holds a placeholder (${placeholder}): nobody gets the alerts.`),
    );
}

/** Rules that alert, and no Alertmanager that is told. */
function withoutManager(config: PrometheusConfig, place: DeclaredFinding['place'], objects: readonly DeclaredObject[]): DeclaredFinding[] {
  if (config.alertmanagers.length > 0 || config.alertmanagerDiscovery) return [];
  const [rules] = ofKind(objects, 'prometheus-rules').filter(({ data }) => data.alerts && loadsRules(config, data.file));
  if (!rules) return [];
  return [
    {
      code,
      place: config.ruleFiles[0]?.place ?? place,
      summary: `Prometheus has alerts (${rules.data.file}) and no Alertmanager to send them to: \`alerting.alertmanagers\` names no target.`,
      also: [rules.place],
      subject: config.file,
    },
  ];
}
