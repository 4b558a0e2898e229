import type { Report } from './contract.ts';

type Told = Pick<Report['findings'][number], 'code' | 'summary' | 'where'>;

/** The report without findings that somebody has accepted, and how many they were. The status is what the rest amounts to. */
export function without(report: Report, isAccepted: (finding: Told) => boolean): { report: Report; left: number } {
  const findings = report.findings.filter((finding) => !isAccepted(finding));
  const rootCauses = report.rootCauses.filter((root) => !isAccepted(root));
  const worst = new Set(rootCauses.map(({ severity }) => severity));
  const status = worst.has('critical') ? 'down' : worst.has('error') ? 'degraded' : 'healthy';
  return { report: { ...report, status, rootCauses, findings }, left: report.findings.length - findings.length };
}
