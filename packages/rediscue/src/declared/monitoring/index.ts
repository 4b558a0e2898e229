import { basename } from 'node:path/posix';
import { isForeign, isTemplateName } from '../path-kinds.ts';
import type { DeclaredObject, Files, Reader, ReadingProblem } from '../reading.ts';
import { alertmanagerOf } from './alertmanager.ts';
import { findingsOfMonitoring } from './findings/index.ts';
import { dashboardOf, provisioningOf } from './grafana.ts';
import { jsonTree } from './json.ts';
import { prometheusOf } from './prometheus.ts';
import { rulesOf, unreadRules } from './rules.ts';
import { declared } from './types.ts';
import { yamlTrees } from './yaml.ts';

export { findingsOfMonitoring } from './findings/index.ts';
export * from './types.ts';

const others =
  /^(package(-lock)?|tsconfig.*|composer|angular|renovate|lerna|nx|turbo|deno|biome|manifest)\.json$|^pnpm-lock\.yaml$|\.(schema|min)\.json$|(docker-)?compose[^/]*\.ya?ml$/i;

/** Words without which a file is nothing of this reader's. Cheap: most files are left after one look. */
const yamlWords = /^(?:scrape_configs|rule_files|groups|receivers|providers|datasources|spec)\s*:|^[ \t]+groups[ \t]*:/m;
const jsonWords = /"(?:panels|rows)"\s*:/;
const matters = /redis|valkey/i;
const isJson = (path: string): boolean => /\.json$/i.test(path);

/** Prometheus and its rules, Alertmanager, Grafana's dashboards and provisioning. */
export const monitoringReader: Reader = {
  id: 'monitoring',
  detect: (path) => /\.(ya?ml|json|rules)$/i.test(path) && !isForeign(path) && !others.test(basename(path)) && !isTemplateName(basename(path).replace(/\.[^.]*$/, '')),
  read: (paths, files) => {
    const objects: DeclaredObject[] = [];
    const problems: ReadingProblem[] = [];
    let concerned = false;
    let posted: boolean | null = null;
    const candidates = paths.filter((path) => (isJson(path) ? jsonWords : yamlWords).test(files.text(path) ?? ''));
    if (!candidates.some((path) => matters.test(files.text(path) ?? ''))) return { problems };
    for (const path of candidates) {
      const content = files.text(path) ?? '';
      const json = isJson(path);
      const before = objects.length + problems.length;
      if (json) {
        posted ??= isPosted(files);
        objects.push(...dashboardIn(path, content, posted, problems));
      } else objects.push(...yamlIn(path, content, files, problems));
      if (objects.length + problems.length > before) concerned ||= matters.test(content);
    }
    // Monitoring of other things is none of ours.
    return concerned ? { objects, problems } : { problems: [] };
  },
  judge: ({ objects, programs }) => findingsOfMonitoring(objects, programs),
};

function yamlIn(path: string, content: string, files: Files, problems: ReadingProblem[]): DeclaredObject[] {
  if (!isLikely(content)) return [];
  // Templates of charts are rendered before anybody reads them.
  if (/^[ \t]*\{\{[-%]?/m.test(content) || /^[ \t]*\{%/m.test(content)) return [];
  // Rules that speak of nothing in a cache are only looked for by those who ask which files there are.
  const shallow = /redis|valkey|keyspace|cache_?(hit|miss)|(hit|miss)_?(rate|ratio|share|percent)/i.test(content) ? null : unreadRules(path, content);
  if (shallow) return [shallow];
  const { trees, problems: told } = yamlTrees(path, content);
  const found = trees.flatMap((tree): DeclaredObject[] => {
    const one = prometheusOf(path, tree, files) ?? rulesOf(path, tree) ?? alertmanagerOf(path, tree);
    return one ? [one] : provisioningOf(path, tree);
  });
  const surely =
    /^(scrape_configs|rule_files)\s*:/m.test(content) ||
    (/^groups\s*:/m.test(content) && /^[ \t]*(-[ \t]*)?(alert|record)[ \t]*:/m.test(content)) ||
    (/^receivers\s*:/m.test(content) && /^route\s*:/m.test(content));
  if (told.length > 0 && (found.length > 0 || surely)) problems.push(...told);
  return found;
}

/** The words of one of the formats, all of them where they must stand. */
function isLikely(content: string): boolean {
  const top = (name: string) => new RegExp(`^${name}[ \\t]*:`, 'm').test(content);
  if (top('kind')) return /^kind[ \t]*:[ \t]*['"]?(PrometheusRule|VMRule)\b/m.test(content);
  if (top('scrape_configs') || top('rule_files')) return true;
  if (top('groups')) return /^[ \t]+(?:-[ \t]+)?expr[ \t]*:/m.test(content);
  return (top('receivers') && top('route')) || (top('apiVersion') && (top('providers') || top('datasources')));
}

function dashboardIn(path: string, content: string, posted: boolean, problems: ReadingProblem[]): DeclaredObject[] {
  const { tree, broken } = jsonTree(path, content);
  const found = dashboardOf(path, tree, posted, broken);
  if (found) {
    if (broken) problems.push({ place: broken, why: 'this is no JSON' });
    return [found];
  }
  // What is broken from its beginning on is known by its folder alone.
  if (!broken || !/(grafana|dashboards?)\//i.test(path)) return [];
  problems.push({ place: broken, why: 'this is no JSON' });
  return [declared('grafana-dashboard', path, broken, { file: path, title: null, uid: null, wrapped: false, posted, inputs: [], variables: [], panels: [], broken })];
}

const scripts = /\.(sh|bash|py|rb|js|mjs|ts|ya?ml|tf|go|ps1)$|(^|\/)(Makefile|Taskfile[^/]*|Jenkinsfile)$/;
const maxScripts = 1000;

/** A script of the project hands dashboards to Grafana's API. */
function isPosted(files: Files): boolean {
  return files.paths
    .filter((path) => scripts.test(path))
    .slice(0, maxScripts)
    .some((path) => /api\/dashboards\/(db|import)|grafana_dashboard"/.test(files.text(path) ?? ''));
}
