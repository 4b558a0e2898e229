import type { EndpointView, ProjectView, TargetView } from '../causes/view.ts';
import type { NotChecked } from '../facts/index.ts';

/** Targets of which no entry answers as a server and takes the login; what stopped the last stage is told. */
export function unusable(project: ProjectView): NotChecked[] {
  return (
    project.targets
      .filter((target) => target.declared !== undefined && !target.declared.problems.some(({ kind }) => kind === 'disabled'))
      // What nothing here could look at is told as such; nothing is known of it.
      .filter((target) => wasLookedAt(target) && !target.entries.some(answers))
      .map((target) => ({
        what: `why ${target.name} cannot be used`,
        why: `no known cause fits what was seen: ${target.entries.map(lastStage).join('; ') || 'nothing could be contacted'}`,
      }))
  );
}

/** It was named, or something here stood in for the place of somebody who is told of it. */
export const wasLookedAt = ({ consumers, outside }: TargetView): boolean =>
  outside === null && (consumers.length === 0 || consumers.some(({ looked }) => looked !== 'not' && looked !== 'absent'));

function answers(at: EndpointView): boolean {
  const outcome = at.get('auth')?.outcome;
  // Without a word on the login the connection was lost before it: that is no server which can be used.
  if (at.get('role')?.state === 'failed' && at.get('info')?.state === 'failed') return false;
  return at.get('speak')?.state === 'resp' && outcome !== undefined && outcome !== 'rejected' && outcome !== 'missing';
}

function lastStage(at: EndpointView): string {
  const speak = at.get('speak');
  const tls = at.get('tls');
  if (speak) return `${at.subject} was reached and its answer is ${speak.state}${speak.reply ? ` (${speak.reply})` : ''}`;
  if (tls) return `the TLS handshake with ${at.subject} is ${tls.state}${tls.code ? ` (${tls.code})` : ''}`;
  const attempts = at
    .get('connect')
    ?.attempts.map(({ address, state }) => `${address} ${state}`)
    .join(', ');
  return attempts ? `connecting to ${at.subject}: ${attempts}` : `${at.subject} was not reached`;
}
