import type { DeclaredFault } from '../../reading.ts';

export type DeclaredFinding = DeclaredFault;

/** Plans of several variants share files: what is wrong there is told once. */
export function once(findings: readonly DeclaredFinding[]): DeclaredFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.place.file}:${finding.place.line}:${finding.place.column} ${finding.summary}`, finding])).values()];
}
