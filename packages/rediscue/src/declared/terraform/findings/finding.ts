import type { Place } from '../../../facts/index.ts';

/** What files alone show to be wrong. Never with a value that may be a secret. */
export interface DeclaredFinding {
  /** Of the catalogue of causes. */
  code: string;
  place: Place;
  /** One sentence with the real names. */
  summary: string;
  /** Other places that belong to it. */
  also: Place[];
  /** What it is about: an address, a job, an alert. */
  subject: string;
}

/** Plans of several variants share files: what is wrong there is told once. */
export function once(findings: readonly DeclaredFinding[]): DeclaredFinding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.place.file}:${finding.place.line}:${finding.place.column} ${finding.summary}`, finding])).values()];
}
