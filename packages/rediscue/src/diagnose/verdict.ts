// What is needed once the facts are there. Loaded while a server's rates are measured: see decision 5.
import type { Cause } from '../causes/define.ts';
import { causes } from '../causes/generated/index.ts';
import type { Facts } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';
import { judge } from './judge.ts';
import { toReport } from './to-report.ts';

/** Judges facts by every cause. `durationMs` is told in the report. */
export const verdictOn = (facts: Facts, durationMs: number): Report => toReport(judge(facts, causes), facts, durationMs);

/** The manual's text of a code; null for a code that is not ours. */
export const manual = (code: string): Cause | null => causes.find((cause) => cause.code === code) ?? null;
