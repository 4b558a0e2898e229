import { child, has, items, type Tree, text } from './tree.ts';
import { type DashboardPanel, declared, type GrafanaDashboard, type MonitoringObject } from './types.ts';

/** Provisioning files: datasources and folders of dashboards. */
export function provisioningOf(file: string, tree: Tree): MonitoringObject<'grafana-dashboards' | 'grafana-datasource'>[] {
  if (!has(tree, 'apiVersion') || has(tree, 'kind')) return [];
  const providers = items(child(tree, 'providers')).flatMap((each) => {
    const path = text(child(each, 'options', 'path')) ?? text(child(each, 'options', 'folder'));
    if (path === null && text(child(each, 'type')) !== 'file') return [];
    return [declared('grafana-dashboards', text(child(each, 'name')) ?? file, each.place, { file, name: text(child(each, 'name')), path })];
  });
  const sources = items(child(tree, 'datasources')).flatMap((each) => {
    const [name, type] = [text(child(each, 'name')), text(child(each, 'type'))];
    if (name === null || type === null) return [];
    return [
      declared('grafana-datasource', name, each.place, {
        file,
        name,
        uid: text(child(each, 'uid')),
        type,
        url: text(child(each, 'url')),
        isDefault: text(child(each, 'isDefault')) === 'true',
      }),
    ];
  });
  return [...providers, ...sources];
}

/** A dashboard, bare or as the API takes it. */
export function dashboardOf(file: string, tree: Tree | null, posted: boolean, broken: GrafanaDashboard['broken']): MonitoringObject<'grafana-dashboard'> | null {
  const inner = child(tree, 'dashboard');
  const wrapped = inner !== null && isModel(inner) && !has(tree, 'panels');
  const model = wrapped ? inner : tree;
  if (!model || !isModel(model)) return null;
  const panels = [...items(child(model, 'panels')), ...items(child(model, 'rows')).flatMap((row) => items(child(row, 'panels')))];
  return declared('grafana-dashboard', text(child(model, 'title')) ?? file, model.place, {
    file,
    title: text(child(model, 'title')),
    uid: text(child(model, 'uid')),
    wrapped,
    posted,
    inputs: items(child(model, '__inputs')).flatMap((each) => text(child(each, 'name')) ?? []),
    variables: items(child(model, 'templating', 'list')).flatMap((each) => text(child(each, 'name')) ?? []),
    panels: panels.flatMap((panel) => panelsOf(panel)),
    broken,
  });
}

/** Other tools have panels too: a dashboard of Grafana has some of its own words beside them. */
function isModel(tree: Tree): boolean {
  const panels = child(tree, 'panels') ?? child(tree, 'rows');
  if (panels?.kind !== 'list') return false;
  const own = ['schemaVersion', 'templating', 'annotations', 'timezone', 'refresh', 'time', 'uid', 'editable', 'graphTooltip', '__inputs', 'tags'].filter((name) =>
    has(tree, name),
  ).length;
  const looksLike = panels.items.some(
    (panel) => (has(panel, 'targets') && items(child(panel, 'targets')).some((target) => has(target, 'expr') || has(target, 'refId'))) || has(panel, 'gridPos'),
  );
  return has(tree, 'schemaVersion') ? own >= 1 : own >= 1 ? looksLike : looksLike && has(tree, 'title');
}

function panelsOf(panel: Tree): DashboardPanel[] {
  if (panel.kind !== 'map') return [];
  const source = child(panel, 'datasource');
  const own: DashboardPanel = {
    title: text(child(panel, 'title')),
    type: text(child(panel, 'type')) ?? (has(panel, 'libraryPanel') ? 'library' : null),
    datasource: source?.kind === 'map' ? text(child(source, 'uid')) : text(source),
    queries: items(child(panel, 'targets')).flatMap((target) => {
      const expr = child(target, 'expr');
      const written = text(expr);
      return expr && written !== null ? [{ expr: written, place: expr.place }] : [];
    }),
    place: panel.place,
  };
  return [
    own,
    ...items(child(panel, 'panels')).flatMap((inner) =>
      inner.kind === 'map' ? panelsOf({ ...inner, entries: new Map([...inner.entries].filter(([name]) => name !== 'panels')) }) : [],
    ),
  ];
}
