import type { Facts, Place } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';
import type { JudgedFinding } from './findings.ts';
import type { Judgement } from './judge.ts';
import { wasLookedAt } from './unusable.ts';

/** The judgement in the words of the contract. */
export function toReport({ project, status, roots, findings, notChecked }: Judgement, facts: Facts, durationMs: number): Report {
  // On the way to a server the declaration is what can be changed: it is where a person begins.
  const declaredIn = new Map(project.targets.map((target) => [target.name, (target.declared?.sources ?? []).flatMap(({ place }) => (place ? [place] : []))]));
  const where = (finding: JudgedFinding): Place[] => {
    const own = finding.found.where ?? [];
    const isWay = finding.isEntry && finding.target !== null && /^(network|tls|auth)\//.test(finding.cause.code);
    return own.length > 0 || !isWay ? own : (declaredIn.get(finding.target ?? '') ?? []).slice(0, 1);
  };
  return {
    schema: 1,
    tool: facts.tool,
    takenAt: facts.takenAt,
    status,
    durationMs: Math.round(durationMs),
    look: facts.look,
    budgetMs: facts.budgetMs,
    targets: project.targets.map((target) => ({ name: target.name, declaredIn: declaredIn.get(target.name) ?? [], looked: wasLookedAt(target) })),
    rootCauses: distinct(roots).map(({ finding, severity, chain }) => ({
      code: finding.cause.code,
      severity,
      target: finding.target,
      summary: finding.found.summary,
      where: where(finding),
      chain: chain.map((link) => ({ code: link.cause.code, why: link.found.why ?? link.found.summary, evidence: link.evidence })),
      evidence: finding.evidence,
      remedies: finding.found.remedies ?? [],
    })),
    findings: findings.map(({ finding, explainedBy }) => ({
      code: finding.cause.code,
      severity: finding.severity,
      target: finding.target,
      summary: finding.found.summary,
      where: where(finding),
      evidence: finding.evidence,
      explainedBy: explainedBy?.cause.code ?? null,
    })),
    evidence: facts.facts.map(({ id, probe, subject, target, at, durationMs: took, data }) => ({ id, probe, subject, target, at, durationMs: took, data })),
    notChecked,
  };
}

/** One switch for several targets is one thing to do: it is said once. */
function distinct(roots: Judgement['roots']): Judgement['roots'] {
  const seen = new Set<string>();
  return roots.filter(({ finding: { cause, found } }) => {
    if (!found.where?.length) return true;
    const key = JSON.stringify([cause.code, found.summary, found.where[0]]);
    return !seen.has(key) && seen.add(key);
  });
}
