/** A limit of time that has not passed yet. */
export interface Deadline {
  /** What it limits has ended in time. */
  clear(): void;
  /** It alone keeps no process alive. */
  unref(): void;
}

/** A timer that fires this much late tells of a standstill of our own: nobody else is to blame for those milliseconds. */
const standstillMs = 100;

/**
 * Calls `onTime` once `ms` milliseconds have passed in which this process could run. A process that was stopped, or starved of
 * its processor, finds its timers over before it has read the answers that came meanwhile, and would call a healthy server
 * silent: such a deadline begins again, with the time that was lost. The budget of the whole run has a plain timer, and ends it.
 */
export function deadline(ms: number, onTime: () => void): Deadline {
  let due = performance.now() + ms;
  const fire = () => {
    const late = performance.now() - due;
    if (late < standstillMs) return onTime();
    const again = Math.min(late, ms);
    due = performance.now() + again;
    timer = setTimeout(fire, again);
    if (!keepsAlive) timer.unref();
  };
  let keepsAlive = true;
  let timer = setTimeout(fire, ms);
  return {
    clear: () => clearTimeout(timer),
    unref: () => {
      keepsAlive = false;
      timer.unref();
    },
  };
}

/** A signal that is aborted when another one is, or after `ms` as `deadline` counts them. */
export function signalWithin(ms: number, signal: AbortSignal): AbortSignal {
  const over = new AbortController();
  const limit = deadline(ms, () => over.abort(new DOMException(`not within ${Math.round(ms)} ms`, 'TimeoutError')));
  limit.unref();
  return AbortSignal.any([signal, over.signal]);
}
