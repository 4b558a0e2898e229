import type { Run } from './diagnose.ts';
import type { Expectation } from './scenario.ts';

const isSerious = ({ severity }: { severity: string }) => severity === 'critical' || severity === 'error';

/** Everything that is wrong with a run, as sentences; empty when it is right. */
export function complaints({ report, exit, wallMs, stdout, stderr }: Run, expect: Expectation, secrets: readonly string[], budgetMs = 10_000): string[] {
  const wrong: string[] = [];
  for (const secret of secrets) if (stdout.includes(secret) || stderr.includes(secret)) wrong.push('a planted secret is in the output');
  if (wallMs > budgetMs + 500) wrong.push(`took ${Math.round(wallMs)} ms, the budget is ${budgetMs} ms`);
  if (!report) return [...wrong, `no report (exit ${exit}): ${(stderr || stdout).slice(0, 400)}`];
  const serious = report.rootCauses.filter(isSerious);
  const listed = report.rootCauses.map((root) => `${root.code} (${root.severity})`).join(', ') || 'nothing';
  if (expect.root === null) {
    for (const finding of report.findings.filter(isSerious)) wrong.push(`false alarm: ${finding.code}: ${finding.summary}`);
    if (report.status !== 'healthy') wrong.push(`status ${report.status}, not healthy`);
    if (exit !== 0) wrong.push(`exit ${exit}, not 0`);
  } else {
    const [first] = report.rootCauses;
    if (first?.code !== expect.root) wrong.push(`first root cause is not ${expect.root}; found ${listed}`);
    const allowed = new Set<string>([expect.root, ...(expect.also ?? [])]);
    for (const root of serious) if (!allowed.has(root.code)) wrong.push(`unexpected root cause ${root.code}: ${root.summary}`);
    for (const code of expect.also ?? []) if (!report.rootCauses.some((root) => root.code === code)) wrong.push(`second root cause ${code} is missing`);
    if (expect.chain && first) {
      const chain = first.chain.map((link) => link.code);
      let from = 0;
      for (const code of expect.chain) {
        const at = chain.indexOf(code, from);
        if (at === -1) wrong.push(`the chain ${chain.join(' ← ')} lacks ${code}`);
        else from = at + 1;
      }
    }
    const text = JSON.stringify([first?.summary, first?.chain, first?.remedies, first?.where]);
    for (const needle of expect.says ?? []) if (typeof needle === 'string' ? !text.includes(needle) : !needle.test(text)) wrong.push(`the report does not say ${needle}`);
    if (first && first.evidence.length === 0) wrong.push('the root cause has no evidence');
    if (first && first.remedies.length === 0 && isSerious(first)) wrong.push('the root cause has no remedy');
    if (serious.length > 0 && exit !== 1) wrong.push(`exit ${exit}, not 1`);
  }
  for (const code of expect.never ?? []) if (report.findings.some((finding) => finding.code === code)) wrong.push(`decoy taken: ${code}`);
  for (const code of expect.finds ?? [])
    if (!report.findings.some((finding) => finding.code === code)) wrong.push(`not found: ${code}; found ${report.findings.map((finding) => finding.code).join(', ')}`);
  return wrong;
}
