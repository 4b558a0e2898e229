import type { Cause, Cited, Found, Severity, Undecided, Verdict } from '../causes/define.ts';
import { providersWay } from '../causes/managed.ts';
import type { EndpointView, ProjectView, TargetView } from '../causes/view.ts';
import type { Facts } from '../facts/index.ts';
import { thisMachine } from './view.ts';

/** A code with its evidence, as one cause reported it. */
export interface JudgedFinding {
  cause: Cause;
  severity: Severity;
  target: string | null;
  /** Endpoints it is about: its own and those it names. */
  subjects: ReadonlySet<string>;
  isEntry: boolean;
  isLocal: boolean;
  found: Found;
  evidence: string[];
}

export interface Detected {
  findings: JudgedFinding[];
  undecided: { cause: Cause; target: string | null; note: Undecided }[];
}

/** Runs every cause over what it judges. A cause that throws is a fault of ours and is never taken for "nothing found". */
export function detectAll(facts: Facts, project: ProjectView, causes: readonly Cause[]): Detected {
  const detected: Detected = { findings: [], undecided: [] };
  const seen = new Set<string>();
  const cite = citations(facts);
  const isSpared = sparedBySwitch(project);
  const keep = (cause: Cause, verdict: Verdict, target: TargetView | null, endpoint: EndpointView | null) => {
    for (const one of list(verdict)) {
      if ('undecided' in one) {
        detected.undecided.push({ cause, target: target?.name ?? null, note: one });
        continue;
      }
      // Two targets on one server see the same fault of it: said once.
      const key = JSON.stringify([cause.code, endpoint?.subject ?? target?.name, one.summary]);
      if (seen.has(key)) continue;
      seen.add(key);
      const own = endpoint ? [endpoint.subject] : one.concerns ? [] : (target?.endpoints ?? project.targets.flatMap((each) => each.endpoints)).map((each) => each.subject);
      const subjects = new Set([...own, ...(one.concerns ?? [])]);
      const about = (endpoint ? [endpoint] : (target?.endpoints ?? [])).filter((each) => subjects.has(each.subject));
      detected.findings.push({
        cause,
        severity: isSpared(cause, target?.name ?? one.target ?? null, subjects) ? atMostWarning(one.severity ?? cause.severity) : (one.severity ?? cause.severity),
        target: target?.name ?? one.target ?? null,
        subjects,
        isEntry: endpoint?.isEntry ?? true,
        isLocal: about.some(isLocal),
        found: target && one.remedies ? { ...one, remedies: one.remedies.map((remedy) => providersWay(remedy, target)) } : one,
        evidence: cite(one.evidence, target?.name ?? one.target ?? null, endpoint?.subject ?? null),
      });
    }
  };
  for (const cause of causes) {
    const live = detected.findings.length;
    if (isScope(cause, 'project')) keep(cause, cause.detect(project), null, null);
    else
      for (const target of project.targets) {
        if (isScope(cause, 'target')) keep(cause, cause.detect(target), target, null);
        else if (isScope(cause, 'endpoint')) for (const endpoint of target.endpoints) keep(cause, cause.detect(endpoint), target, endpoint);
      }
    // What was seen live is not said again from the files.
    if (cause.inFiles && detected.findings.length === live) keep(cause, asRead(cause, cause.inFiles.detect(project), project), null, null);
  }
  return detected;
}

const atMostWarning = (severity: Severity): Severity => (severity === 'info' ? 'info' : 'warning');

/** An application that is told to run without Redis is not hurt by how it would be reached. */
function sparedBySwitch({ targets }: ProjectView): (cause: Cause, target: string | null, subjects: ReadonlySet<string>) => boolean {
  const isOff = (target: TargetView) => target.declared?.problems.some(({ kind }) => kind === 'disabled') ?? false;
  const off = new Set(targets.filter(isOff).map(({ name }) => name));
  if (off.size === 0) return () => false;
  const subjectsOf = (list: readonly TargetView[]) => new Set(list.flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject)));
  const used = subjectsOf(targets.filter((target) => !isOff(target)));
  const unused = [...subjectsOf(targets.filter(isOff))].filter((subject) => !used.has(subject));
  return ({ code }, target, subjects) =>
    /^(config|network|tls|auth|process|container|replication|sentinel|cluster)\//.test(code) &&
    (target === null ? subjects.size > 0 && [...subjects].every((subject) => unused.includes(subject)) : off.has(target));
}

/** In a live look, what only files say is a warning at most, but for what they prove alone. */
function asRead(cause: Cause, verdict: Verdict, { look }: ProjectView): Verdict {
  if (look === 'files' || cause.inFiles?.isProof) return verdict;
  return list(verdict).map((one) => ('undecided' in one || ['warning', 'info'].includes(one.severity ?? cause.severity) ? one : { ...one, severity: 'warning' }));
}

function isScope<S extends Cause['scope']>(cause: Cause, scope: S): cause is Cause<S> & Cause {
  return cause.scope === scope;
}

function list(verdict: Verdict): readonly (Found | Undecided)[] {
  if (!verdict) return [];
  return Array.isArray(verdict) ? verdict : [verdict as Found | Undecided];
}

/** The endpoint is served, or should be served, by this machine. */
function isLocal(endpoint: EndpointView): boolean {
  return (['process', 'listeners', 'configFile', 'log', 'data'] as const).some((probe) => endpoint.get(probe) !== undefined);
}

/** Turns what a cause cites into ids of facts. A citation of a fact that was not gathered is left out. */
function citations(facts: Facts) {
  return (cited: readonly Cited[], target: string | null, subject: string | null): string[] => {
    const ids = new Set<string>();
    for (const one of cited) {
      const probe = typeof one === 'string' ? one : one.probe;
      const where = typeof one === 'string' ? subject : one.subject;
      const matches = facts.facts.filter((fact) => fact.probe === probe && (where === null || fact.subject === where || fact.subject === thisMachine));
      const own = matches.filter((fact) => fact.target === target || fact.target === null);
      const chosen = where === null ? (own.length > 0 ? own : matches) : (own.length > 0 ? own : matches).slice(-1);
      // The declaration stands once for a target, whichever endpoint cites it.
      const declared = probe === 'target' && chosen.length === 0 ? facts.facts.filter((fact) => fact.probe === 'target' && fact.target === target) : [];
      for (const fact of [...chosen, ...declared]) ids.add(fact.id);
    }
    return [...ids];
  };
}
