import { dirname, join, normalize } from 'node:path/posix';
import type { DeclaredObject, Program } from '../../reading.ts';
import { type DeclaredFinding, once } from '../../terraform/findings/finding.ts';
import { globMatches } from '../globs.ts';
import { ofKind, type PrometheusConfig, type RulePattern } from '../types.ts';
import { insideOf, programsNamed, projectPath } from './deployed.ts';
import { scrapers } from './target-missing.ts';

const code = 'monitoring/rules-not-loaded';

/** monitoring/rules-not-loaded: a pattern that matches no file where Prometheus runs, or rules that no configuration names. */
export function rulesNotLoaded(objects: readonly DeclaredObject[], programs: readonly Program[]): DeclaredFinding[] {
  const configs = ofKind(objects, 'prometheus-config');
  const patterns = configs.flatMap(({ data }) => data.ruleFiles.flatMap((pattern) => judged(data, pattern, programs)));
  return once([...patterns, ...forgotten(objects)]);
}

function judged(config: PrometheusConfig, pattern: RulePattern, programs: readonly Program[]): DeclaredFinding[] {
  const told = (summary: string, also: DeclaredFinding['also'] = []): DeclaredFinding[] => [{ code, place: pattern.place, summary, also, subject: pattern.pattern }];
  const scraper = programsNamed(programs, scrapers).find((program) => insideOf(program, config.file) !== null);
  if (scraper) {
    const inside = insideOf(scraper, config.file) ?? '';
    const there = pattern.pattern.startsWith('/') ? pattern.pattern : normalize(join(dirname(inside), pattern.pattern));
    const at = projectPath(scraper, there);
    if (at.kind === 'outside') return [];
    // An image that is built here may hold files that no mount shows.
    if (at.kind === 'image')
      return isPublished(scraper) ? told(`\`rule_files\` names ${pattern.pattern}, and nothing is mounted there in ${scraper.name}: no rule is loaded.`, [scraper.place]) : [];
    return pattern.named.some((path) => globMatches(at.path, path))
      ? []
      : told(`\`rule_files\` names ${pattern.pattern}, which is ${at.path} here, and no file matches that: no rule is loaded.`, [scraper.place]);
  }
  // Who runs it is not known: only a name that no file of the project has is certain.
  if (pattern.beside.length > 0 || pattern.named.length > 0 || /^\*[^/]*$|\/\*[^/]*$/.test(pattern.pattern)) return [];
  return pattern.pattern.startsWith('/') ? [] : told(`\`rule_files\` names ${pattern.pattern}, and no file matches that: no rule is loaded.`);
}

const isPublished = ({ image, dockerfile, folder }: Program): boolean => image !== null && dockerfile === null && folder === null;

/** A configuration loads the rules of a file, as far as paths show. */
export function loadsRules(config: PrometheusConfig, file: string): boolean {
  return config.ruleFiles.some(({ beside, named }) => beside.includes(file) || named.includes(file));
}

/** Alerts beside a configuration that names no rules at all. */
function forgotten(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  const configs = ofKind(objects, 'prometheus-config');
  return configs.flatMap(({ data, place }) => {
    if (data.ruleFiles.length > 0) return [];
    const folder = dirname(data.file);
    const rules = ofKind(objects, 'prometheus-rules').find(
      (each) =>
        each.data.alerts &&
        !each.data.operator &&
        (folder === '.' ? !each.data.file.includes('/') : each.data.file.startsWith(`${folder}/`)) &&
        !configs.some((config) => loadsRules(config.data, each.data.file)),
    );
    if (!rules) return [];
    return [
      { code, place, summary: `${rules.data.file} holds alerts, and ${data.file} has no \`rule_files\`: they are never loaded.`, also: [rules.place], subject: rules.data.file },
    ];
  });
}
