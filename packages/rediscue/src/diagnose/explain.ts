import type { Severity } from '../causes/define.ts';
import type { JudgedFinding } from './findings.ts';

export const severityRank: Record<Severity, number> = { critical: 0, error: 1, warning: 2, info: 3 };

/** For each finding, the findings that directly explain it. */
export type Explanations = ReadonlyMap<JudgedFinding, readonly JudgedFinding[]>;

/** An edge needs two things: that the deeper cause declares it, and that both are about the same thing. */
export function explanations(findings: readonly JudgedFinding[]): Explanations {
  return new Map(findings.map((shallow) => [shallow, findings.filter((deep) => deep !== shallow && declares(deep, shallow) && connected(deep, shallow))]));
}

function declares(deep: JudgedFinding, shallow: JudgedFinding): boolean {
  const code = shallow.cause.code;
  return deep.cause.code !== code && deep.cause.explains.some((pattern) => pattern === code || (pattern.endsWith('/*') && code.startsWith(pattern.slice(0, -1))));
}

function connected(deep: JudgedFinding, shallow: JudgedFinding): boolean {
  for (const subject of deep.subjects) if (shallow.subjects.has(subject)) return true;
  // A fault of the declaration itself has no endpoint; it concerns its whole target.
  const sameTarget = deep.target !== null && deep.target === shallow.target;
  if (sameTarget && (deep.subjects.size === 0 || shallow.subjects.size === 0)) return true;
  if (deep.cause.reach === 'target') return sameTarget;
  if (deep.cause.reach === 'machine') return deep.isLocal && shallow.isLocal;
  return false;
}

/** The nearest explanation: of all that explain it, the one that the others explain too. */
export function nearest(finding: JudgedFinding, by: Explanations): JudgedFinding | null {
  const direct = by.get(finding) ?? [];
  return direct.find((one) => !direct.some((other) => other !== one && (by.get(other) ?? []).includes(one))) ?? direct[0] ?? null;
}

/** Everything that a finding explains, directly or through others. */
export function explained(root: JudgedFinding, by: Explanations): JudgedFinding[] {
  const reached = new Set<JudgedFinding>();
  const visit = (deep: JudgedFinding) => {
    for (const [shallow, direct] of by) {
      if (shallow === root || reached.has(shallow) || !direct.includes(deep)) continue;
      reached.add(shallow);
      visit(shallow);
    }
  };
  visit(root);
  return [...reached];
}

/** The "whys" from the symptom that hurts the application most down to the root cause. */
export function chainTo(root: JudgedFinding, by: Explanations): JudgedFinding[] {
  let best: JudgedFinding[] = [root];
  const walk = (path: JudgedFinding[]) => {
    if (isBetter(path, best)) best = path;
    const last = path.at(-1) as JudgedFinding;
    for (const [shallow, direct] of by) if (direct.includes(last) && !path.includes(shallow) && path.length < 12) walk([...path, shallow]);
  };
  walk([root]);
  return best.toReversed();
}

const ofApp = (finding: JudgedFinding): boolean => finding.cause.code.startsWith('app/');

/** Better: what the application itself shows, then a symptom at the entry, then one that hurts more, then a longer way. */
function isBetter(path: JudgedFinding[], best: JudgedFinding[]): boolean {
  const [symptom, other] = [path.at(-1), best.at(-1)];
  if (!symptom || !other) return false;
  const isApp = Number(ofApp(symptom)) - Number(ofApp(other));
  if (isApp !== 0) return isApp > 0;
  // Among what the application shows, the outermost is the first link.
  if (ofApp(symptom) && path.length !== best.length) return path.length > best.length;
  const order = Number(symptom.isEntry) - Number(other.isEntry) || severityRank[other.severity] - severityRank[symptom.severity] || path.length - best.length;
  return order > 0;
}
