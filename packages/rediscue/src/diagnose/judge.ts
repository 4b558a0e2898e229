import type { Cause, Severity } from '../causes/define.ts';
import type { ProjectView } from '../causes/view.ts';
import type { Facts, NotChecked } from '../facts/index.ts';
import { chainTo, type Explanations, explained, explanations, nearest, severityRank } from './explain.ts';
import { detectAll, type JudgedFinding } from './findings.ts';
import { outsiders } from './outsiders.ts';
import { unseen } from './unseen.ts';
import { unusable } from './unusable.ts';
import { projectView } from './view.ts';

interface JudgedRoot {
  finding: JudgedFinding;
  /** The worse of its own and of what it does to the endpoint that the application uses. */
  severity: Severity;
  /** Symptom first, the root cause last. */
  chain: JudgedFinding[];
}

export interface Judgement {
  project: ProjectView;
  status: 'healthy' | 'degraded' | 'down';
  roots: JudgedRoot[];
  findings: { finding: JudgedFinding; explainedBy: JudgedFinding | null }[];
  notChecked: NotChecked[];
}

/** Same facts, same verdict: finds, explains, and chooses the root causes. Pure. */
export function judge(facts: Facts, causes: readonly Cause[]): Judgement {
  const project = projectView(facts);
  const { findings, undecided } = detectAll(facts, project, causes);
  const by = explanations(findings);
  const roots = findings
    .filter((finding) => (by.get(finding) ?? []).length === 0)
    .map((finding) => ({ finding, severity: effective(finding, by), chain: chainTo(finding, by), weight: explained(finding, by).length }))
    .filter((root) => severityRank[root.severity] <= severityRank.warning)
    .toSorted(
      (a, b) =>
        severityRank[a.severity] - severityRank[b.severity] ||
        Number(b.finding.isEntry) - Number(a.finding.isEntry) ||
        stage(a.finding) - stage(b.finding) ||
        b.weight - a.weight ||
        (a.finding.cause.code < b.finding.cause.code ? -1 : 1),
    );
  const worst = roots[0]?.severity;
  const unexplained = facts.look === 'files' || worst === 'critical' || worst === 'error' ? [] : unusable(project);
  return {
    project,
    // Unknown is never healthy: an endpoint that cannot be used is down, also when nothing here says why.
    status: worst === 'critical' || unexplained.length > 0 ? 'down' : worst === 'error' ? 'degraded' : 'healthy',
    roots: roots.map(({ finding, severity, chain }) => ({ finding, severity, chain })),
    findings: findings.map((finding) => ({ finding, explainedBy: nearest(finding, by) })),
    notChecked: [
      ...unexplained,
      ...outsiders(project),
      ...facts.notChecked,
      ...unseen(project, causes),
      ...undecided.map(({ cause, note }) => ({ what: `${cause.code}: ${note.undecided}`, why: note.needs })),
    ],
  };
}

/** A root is as bad as what it does to the application: an `error` that stops all writes takes the rank of the symptom. */
function effective(root: JudgedFinding, by: Explanations): Severity {
  return explained(root, by)
    .filter((finding) => finding.isEntry)
    .reduce((worst, finding) => (severityRank[finding.severity] < severityRank[worst] ? finding.severity : worst), root.severity);
}

/** How early on the way to a working Redis a family strikes: of two equally bad causes the earlier one hides more. */
const stages = [
  'config',
  'cloud',
  'container',
  'process',
  'persistence',
  'network',
  'tls',
  'auth',
  'cluster',
  'sentinel',
  'replication',
  'memory',
  'latency',
  'host',
  'app',
  'security',
];
function stage(finding: JudgedFinding): number {
  const rank = stages.indexOf(finding.cause.code.slice(0, finding.cause.code.indexOf('/')));
  return rank === -1 ? stages.length : rank;
}
