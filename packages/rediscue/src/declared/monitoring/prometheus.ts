import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Files } from '../reading.ts';
import { globMatches } from './globs.ts';
import { child, has, items, names, type Tree, text } from './tree.ts';
import { declared, type MonitoringObject, type RulePattern, type ScrapeJob, type Target } from './types.ts';

const maxNamed = 200;

/** A Prometheus configuration. Promtail, agents and collectors have the same words in files of their own shape. */
export function prometheusOf(file: string, tree: Tree, files: Files): MonitoringObject<'prometheus-config'> | null {
  const jobs = items(child(tree, 'scrape_configs'));
  if (['clients', 'positions', 'receivers', 'server', 'apiVersion', 'kind', 'tests', 'groups'].some((name) => has(tree, name))) return null;
  const isJob = (job: Tree) => text(child(job, 'job_name')) !== null;
  if (jobs.length > 0 ? !jobs.some(isJob) : !(has(tree, 'rule_files') && (has(tree, 'alerting') || has(tree, 'global')))) return null;
  if (jobs.some((job) => has(job, 'pipeline_stages') || has(job, 'journal'))) return null;
  const alertmanagers = items(child(tree, 'alerting', 'alertmanagers'));
  return declared('prometheus-config', file, tree.place, {
    file,
    scrapeInterval: text(child(tree, 'global', 'scrape_interval')),
    evaluationInterval: text(child(tree, 'global', 'evaluation_interval')),
    jobs: jobs.filter(isJob).map(jobOf),
    ruleFiles: items(child(tree, 'rule_files')).flatMap((pattern) => patternOf(pattern, file, files)),
    alertmanagers: alertmanagers.flatMap((each) => staticTargets(each)),
    alertmanagerDiscovery: alertmanagers.some((each) => discovery(each).length > 0),
  });
}

function jobOf(job: Tree): ScrapeJob {
  const listed = staticTargets(job);
  const rewrites = items(child(job, 'relabel_configs')).filter((each) => text(child(each, 'target_label')) === '__address__');
  const replacements = rewrites.flatMap((each) => {
    const value = child(each, 'replacement');
    const written = text(value);
    return value && written !== null && !written.includes('$') ? targetOf(written, value) : [];
  });
  const asked = rewrites.length > 0;
  return {
    name: text(child(job, 'job_name')) ?? '',
    interval: text(child(job, 'scrape_interval')),
    targets: asked ? replacements.filter((each, index, all) => all.findIndex(({ text: other }) => other === each.text) === index) : listed,
    probed: asked ? listed : [],
    discovery: discovery(job),
    rewritten: asked && replacements.length !== rewrites.length,
    place: job.place,
  };
}

const discovery = (tree: Tree): string[] => names(tree).filter((name) => name.endsWith('_sd_configs'));

function staticTargets(tree: Tree): Target[] {
  return items(child(tree, 'static_configs')).flatMap((each) => items(child(each, 'targets')).flatMap((target) => targetOf(text(target) ?? '', target)));
}

/** `host:port`, or a URL where an exporter is asked about it. */
function targetOf(written: string, { place }: Tree): Target[] {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#\s]+)(?::(\d{1,5}))?(?:[/?#].*)?$/i.exec(written.trim());
  const [, host = '', port] = match ?? [];
  if (host === '' || /[{}$<>]/.test(written)) return [];
  return [{ text: written, host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port), place }];
}

function patternOf(tree: Tree, file: string, files: Files): RulePattern[] {
  const pattern = text(tree);
  if (pattern === null || pattern === '') return [];
  const local = normalize(join(dirname(file), pattern));
  const last = basename(pattern);
  const isFile = /\.(ya?ml|rules|json)$/i;
  return [
    {
      pattern,
      beside: pattern.startsWith('/') ? [] : files.paths.filter((path) => globMatches(local, path)).slice(0, maxNamed),
      named: files.paths.filter((path) => path !== file && isFile.test(path) && globMatches(last, basename(path))).slice(0, maxNamed),
      place: tree.place,
    },
  ];
}
