import type { DeclaredObject, Program } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { type GrafanaDashboard, type MonitoringObject, ofKind } from '../types.ts';
import { insideOf, programsNamed, projectPath } from './deployed.ts';

const code = 'monitoring/dashboard-invalid';
const grafana = /(^|\/)grafana(-oss|-enterprise)?$/i;

/** monitoring/dashboard-invalid: a dashboard that cannot be loaded, or shows nothing. */
export function dashboardInvalid(objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  const dashboards = ofKind(objects, 'grafana-dashboard');
  return once([...dashboards.flatMap((each) => judged(each, objects, programs)), ...withoutProvider(dashboards, objects, programs)]);
}

function judged({ data, place }: MonitoringObject<'grafana-dashboard'>, objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  const told = (summary: string, at = place): DeclaredFinding[] => [{ code, place: at, summary, also: [], subject: data.title ?? data.file }];
  if (data.broken) return told(`${data.file} is no JSON: Grafana cannot load it.`, data.broken);
  const loaded = isLoaded(data, objects, programs);
  if (data.wrapped && !data.posted) return told(`${data.file} is wrapped as the API takes it (\`dashboard\`): from a file, Grafana loads the bare model only.`);
  const untyped = data.panels.filter(({ type }) => type === null || type === '');
  const [first] = untyped;
  if (first)
    return told(
      `${untyped.length === data.panels.length ? 'No panel' : `The panel ${first.title === null ? '' : `“${first.title}” `}`.trim()} of ${data.file} has ${untyped.length === data.panels.length ? 'a' : 'no'} \`type\`: Grafana cannot show it.`,
      first.place,
    );
  const silent = data.panels.find(({ queries, type }) => type !== 'row' && queries.some(({ expr }) => expr.trim() === ''));
  if (!loaded) return [];
  if (data.title === null || data.title.trim() === '') return told(`${data.file} has no title: Grafana does not load it from a file.`);
  const asked = data.inputs.find((name) => !data.variables.includes(name) && data.panels.some(({ datasource }) => datasource === `\${${name}}`));
  if (asked !== undefined) return told(`${data.file} waits for an import by hand (\`\${${asked}}\`): loaded from a file, its panels find no datasource.`);
  const missing = missingSource(data, objects);
  if (missing) return told(`A panel of ${data.file} asks the datasource ${missing.datasource}, and none that is provisioned has that uid or name.`, missing.place);
  return silent ? told(`The panel “${silent.title ?? ''}” of ${data.file} has an empty query.`, silent.place) : [];
}

/** Files show that Grafana reads it: it is mounted there, or lies with the files that say what is read. */
function isLoaded({ file }: GrafanaDashboard, objects: readonly DeclaredObject[], programs: readonly Program[]): boolean {
  if (programsNamed(programs, grafana).some((program) => insideOf(program, file) !== null)) return true;
  return ofKind(objects, 'grafana-dashboards').some(({ data }) => file.startsWith(`${data.file.slice(0, data.file.lastIndexOf('/') + 1) || ' '}`));
}

/** Only where every datasource of the project is known with its uid. */
function missingSource({ panels, variables }: GrafanaDashboard, objects: readonly DeclaredObject[]): GrafanaDashboard['panels'][number] | undefined {
  const sources = ofKind(objects, 'grafana-datasource').map(({ data }) => data);
  if (sources.length === 0 || sources.some(({ uid }) => uid === null)) return undefined;
  const names = new Set([...sources.flatMap(({ uid, name }) => [uid, name]), 'default', '-- Mixed --', '-- Dashboard --', '-- Grafana --', 'grafana', '-- mixed --', '-100', '']);
  return panels.find(
    ({ datasource, queries }) => datasource !== null && queries.length > 0 && !datasource.includes('$') && !names.has(datasource) && !variables.includes(datasource),
  );
}

/** Dashboards that Grafana's container gets, and nothing that tells it to read them. */
function withoutProvider(dashboards: readonly MonitoringObject<'grafana-dashboard'>[], objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  return programsNamed(programs, grafana).flatMap((program): DeclaredFinding[] => {
    const own = dashboards.find(({ data }) => insideOf(program, data.file) !== null && !data.posted);
    if (!own || program.dockerfile !== null || program.folder !== null) return [];
    const provisioning = projectPath(program, '/etc/grafana/provisioning/dashboards/x.yml');
    if (provisioning.kind === 'outside' || program.layers.some(({ variables }) => variables.some(({ name }) => name === 'GF_PATHS_PROVISIONING'))) return [];
    const provided = ofKind(objects, 'grafana-dashboards').some(({ data }) => insideOf(program, data.file) !== null);
    if (provided) return [];
    return [
      {
        code,
        place: own.place,
        summary: `${program.name} gets ${own.data.file}, and no provider under provisioning/dashboards tells Grafana to load it.`,
        also: [program.place],
        subject: own.data.title ?? own.data.file,
      },
    ];
  });
}
