import type { FactData } from '../facts/index.ts';
import { connectFailure, works } from './reach.ts';
import type { EndpointView, TargetView } from './view.ts';

/** It fails as a wrong address or a wrong login fails; a right server that is stopped, loading or busy fails otherwise. */
function isWrongPlace(at: EndpointView): boolean {
  // Something says that a server belongs there: that it does not run is the fault then.
  if ((at.get('expected')?.by.length ?? 0) > 0) return false;
  const outcome = at.get('auth')?.outcome;
  if (outcome === 'rejected' || outcome === 'missing' || outcome === 'server-has-none') return true;
  const resolve = at.get('resolve')?.state;
  if (resolve === 'not-found' || resolve === 'resolver-failed' || resolve === 'timed-out') return true;
  // TLS for a plain port, or the other way round; a certificate that is at fault is the server's affair.
  const tls = at.get('tls');
  const wrongScheme = tls !== undefined && (tls.asked ? tls.plainAnswer === 'resp' : tls.state === 'ok');
  return connectFailure(at) !== null || at.get('speak')?.state === 'other' || wrongScheme;
}

const isWrong = (target: TargetView): boolean => !works(target) && (target.entries.length > 0 ? target.entries.every(isWrongPlace) : (target.declared?.problems.length ?? 0) > 0);

interface BeatenRival {
  rival: FactData<'rivals'>['overridden'][number];
  /** The declaration that lost, and that works. */
  other: TargetView;
  /** What the winning one does, as a clause. */
  does: string;
  /** The winner is what a running container was started with, and the loser its file of now. */
  isOutdated: boolean;
}

/** Declarations that lost and that work, where the one that won leads to nothing. */
export function workingRivals(target: TargetView): BeatenRival[] {
  if (!isWrong(target)) return [];
  const overridden = target.endpoints.flatMap((at) => at.get('rivals')?.overridden ?? []);
  return overridden.flatMap((rival) => {
    const other = target.shadows.find(({ name }) => name === rival.name);
    if (!other || !works(other)) return [];
    const does = rival.differs === 'endpoint' ? 'leads to a server that does not work' : 'gives a login that is refused';
    return [{ rival, other, does, isOutdated: rival.rule.startsWith('the running ') }];
  });
}
