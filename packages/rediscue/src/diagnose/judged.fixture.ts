import type { CauseCode } from '../causes/catalogue.ts';
import type { Cause, Scope, Severity } from '../causes/define.ts';
import type { JudgedFinding } from './findings.ts';

/** A cause of which a test only says what matters to it. */
export function cause<S extends Scope = 'endpoint'>(code: CauseCode, over: Partial<Cause<S>> = {}): Cause {
  return {
    code,
    severity: 'critical',
    scope: 'endpoint',
    title: code,
    meaning: '',
    detection: '',
    advice: '',
    needs: [],
    explains: [],
    detect: () => null,
    examples: { bad: [], good: [] },
    ...over,
  } as Cause;
}

interface FindingOptions extends Pick<Partial<Cause>, 'explains' | 'reach'> {
  severity?: Severity;
  target?: string | null;
  subjects?: string[];
  isEntry?: boolean;
  isLocal?: boolean;
}

/** A finding as a cause would have reported it, about `h:1` unless said otherwise. */
export function finding(
  code: CauseCode,
  { severity = 'critical', target = 't', subjects = ['h:1'], isEntry = true, isLocal = false, ...over }: FindingOptions = {},
): JudgedFinding {
  return {
    cause: cause(code, { severity, ...over }),
    severity,
    target,
    subjects: new Set(subjects),
    isEntry,
    isLocal,
    found: { summary: `${code}.`, evidence: ['target'] },
    evidence: [],
  };
}
