import type { Finding, Report, Severity } from './contract.ts';
import type { ManualEntry, Render } from './options.ts';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = { critical: 'error', error: 'error', warning: 'warning', info: 'note' };
/** How code hosts rank results that concern safety (0 to 10). */
const ranks: Record<Severity, string> = { critical: '9.0', error: '7.0', warning: '4.0', info: '1.0' };

/** SARIF 2.1.0, for code hosts: each finding with its place; one without a file points at the target's declaration. */
export const renderSarif: Render = (report, { manual }) => {
  const codes = [...new Set(report.findings.map(({ code }) => code))].toSorted();
  const [name = 'rediscue', version = '0'] = report.tool.split(' ');
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, semanticVersion: version, rules: codes.map((code) => rule(report, code, manual?.(code) ?? null)) } },
        automationDetails: { id: 'rediscue/diagnose/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: report.takenAt,
            endTimeUtc: new Date(Date.parse(report.takenAt) + report.durationMs).toISOString(),
            toolExecutionNotifications: report.notChecked.map(({ what, why }) => ({ level: 'note', message: { text: `Not checked: ${what}: ${why}` } })),
          },
        ],
        results: report.findings.map((finding) => result(report, finding, codes.indexOf(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function rule(report: Report, code: string, entry: ManualEntry | null): object {
  const finding = report.findings.find((each) => each.code === code);
  const severity = finding?.severity ?? 'warning';
  return {
    id: code,
    shortDescription: { text: entry?.title ?? finding?.summary ?? code },
    ...(entry !== null && { fullDescription: { text: entry.meaning }, help: { text: entry.advice } }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [code.slice(0, code.indexOf('/'))], ...(code.startsWith('security/') && { 'security-severity': ranks[severity] }) },
  };
}

function result(report: Report, finding: Finding, ruleIndex: number): object {
  const root = report.rootCauses.find(({ code, target, summary }) => code === finding.code && target === finding.target && summary === finding.summary);
  const declared = report.targets.find(({ name }) => name === finding.target)?.declaredIn ?? [];
  const places = finding.where.length > 0 ? finding.where : declared.slice(0, 1);
  const logical = finding.target === null ? [] : [{ fullyQualifiedName: finding.target, kind: 'resource' }];
  const fixes = (root?.remedies ?? []).map(({ title, risk, commands }) => `${title} (${risk})${commands.map((command) => `\n  ${command}`).join('')}`);
  return {
    ruleId: finding.code,
    ruleIndex,
    level: levels[finding.severity],
    kind: 'fail',
    message: { text: [finding.summary, ...(fixes.length > 0 ? ['Fix:', ...fixes] : [])].join('\n') },
    locations:
      places.length > 0
        ? places.map(({ file, line, column }) => ({
            physicalLocation: {
              artifactLocation: { uri: uri(file) },
              ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
            },
            ...(logical.length > 0 && { logicalLocations: logical }),
          }))
        : logical.length > 0
          ? [{ logicalLocations: logical }]
          : [],
    // The same fault keeps its identity when figures in the sentence or line numbers change.
    partialFingerprints: { 'rediscueFinding/v1': [finding.code, finding.target ?? '', places[0]?.file ?? ''].join('|') },
    properties: { severity: finding.severity, explainedBy: finding.explainedBy, evidence: finding.evidence },
  };
}

/** A path as the reference that SARIF wants: relative ones stay relative to the project. */
function uri(file: string): string {
  const encoded = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded.replace(/^\.\//, '');
}
