import { z } from 'zod';
import { Place } from '../facts/shared.ts';

/**
 * The document that `rediscue diagnose --json` prints, version 1: what scripts may rely on. More may be
 * added; what stands here keeps its meaning. Only types are taken from here at run time, so that a
 * diagnosis does not pay for zod; `docs/reference/report.schema.json` is generated from it.
 */

export const Severity = z
  .enum(['critical', 'error', 'warning', 'info'])
  .meta({ description: 'critical: the application cannot use Redis. error: it can in part, or data is at risk now. warning: it will hurt later. info: worth knowing.' });
export type Severity = z.infer<typeof Severity>;

const Status = z
  .enum(['healthy', 'degraded', 'down'])
  .meta({ description: 'down: some root cause is critical. degraded: some root cause is an error. Warnings leave it healthy.' });

const code = z
  .string()
  .regex(/^[a-z]+\/[a-z0-9-]+$/)
  .meta({ description: 'A code of the catalogue, `family/kebab-name`. `rediscue explain CODE` says more.' });
const evidenceIds = z.array(z.string()).meta({ description: 'Ids of entries in `evidence`.' });
const targetName = z.string().nullable().meta({ description: 'Name of the target, without secrets; null when it belongs to none.' });

const ReportTarget = z.object({
  name: z.string().meta({ description: 'The target without secrets: `redis://user:***@host:6379/0`.' }),
  declaredIn: z.array(Place).meta({ description: 'Files that declare it; empty for a command-line argument.' }),
  looked: z.boolean().meta({ description: 'False: nothing here could look at it, and nothing live is known of it; `notChecked` says why.' }),
});

const ChainLink = z.object({ code, why: z.string(), evidence: evidenceIds });

const ReportRemedy = z.object({
  title: z.string(),
  commands: z.array(z.string()).meta({ description: 'Exact commands for this target, never with a secret in them.' }),
  risk: z.enum(['safe', 'disruptive', 'destructive']),
  runbook: z.string().nullable(),
  verify: z.string().meta({ description: 'A command or an observation that proves that it helped.' }),
  edits: z
    .array(
      z.union([
        z.object({ file: z.string(), line: z.number().int().positive(), find: z.string(), replace: z.string() }),
        z.object({ file: z.string(), line: z.number().int().positive(), insertBelow: z.string() }),
      ]),
    )
    .optional()
    .meta({
      description:
        'The same as changes of lines, where they are known exactly: what `--fix` applies. `find` stands once in the line; `insertBelow` is indented as the line is, and deeper where it begins with white space.',
    }),
});

export const RootCause = z.object({
  code,
  severity: Severity,
  target: targetName,
  summary: z.string().meta({ description: 'One sentence that a person understands.' }),
  where: z.array(Place),
  chain: z.array(ChainLink).meta({ description: 'From the symptom (first) to this cause (last).' }),
  evidence: evidenceIds,
  remedies: z.array(ReportRemedy),
});
export type RootCause = z.infer<typeof RootCause>;

export const Finding = z.object({
  code,
  severity: Severity,
  target: targetName,
  summary: z.string(),
  where: z.array(Place),
  evidence: evidenceIds,
  explainedBy: code.nullable().meta({ description: 'The code of the finding that explains this one; null for a root cause.' }),
});
export type Finding = z.infer<typeof Finding>;

export const Evidence = z.object({
  id: z.string(),
  probe: z.string().meta({ description: 'The question that was asked; `facts.schema.json` says what `data` holds for each.' }),
  subject: z.string().meta({ description: '`host:port`, the path of a socket, or `this machine`.' }),
  target: targetName,
  at: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  data: z.unknown(),
});
export type Evidence = z.infer<typeof Evidence>;

const ReportNotChecked = z.object({
  what: z.string().meta({ description: 'What could not be looked at, or what could be the case but is not proven.' }),
  why: z.string().meta({ description: 'Why not, and what access would decide it.' }),
});

export const Report = z
  .object({
    schema: z.literal(1),
    tool: z.string().meta({ description: 'Name and version of what made the report: `rediscue 0.1.0`.' }),
    takenAt: z.iso.datetime().meta({ description: 'When gathering began.' }),
    status: Status,
    durationMs: z.number().nonnegative(),
    look: z.enum(['live', 'files']).meta({ description: 'files: nothing was contacted, as `rediscue audit` does it.' }),
    budgetMs: z.number().nonnegative().meta({ description: 'Milliseconds; 0 where nothing was contacted.' }),
    targets: z.array(ReportTarget),
    rootCauses: z.array(RootCause).meta({ description: 'Every unexplained finding of warning or above, the most hurtful first.' }),
    findings: z.array(Finding).meta({ description: 'Everything that was found, root causes included.' }),
    evidence: z.array(Evidence).meta({ description: 'Every fact that was gathered in this run.' }),
    notChecked: z.array(ReportNotChecked),
  })
  .meta({ title: 'rediscue diagnose --json', description: 'The outcome of one diagnosis.' });
export type Report = z.infer<typeof Report>;

/** What `--json` prints instead when the command could not do its work (exit status 2, 3 or 130). */
export const ErrorDocument = z
  .object({
    schema: z.literal(1),
    error: z.object({
      code: z.string().meta({ description: 'A stable code, `family/kebab-name`.' }),
      message: z.string().meta({ description: 'One sentence for a person.' }),
      hint: z.string().nullable().meta({ description: 'What would be right, or what to try next.' }),
      exit: z.int().meta({ description: 'The exit status: 2 the call is wrong, 3 it could not be done, 130 interrupted.' }),
    }),
  })
  .meta({ title: 'rediscue error', description: 'The outcome of a command that could not do its work.' });
export type ErrorDocument = z.infer<typeof ErrorDocument>;
