/** Time for what hangs on the signal to close its connections and delete its key. */
const graceMs = 60;

export interface Interrupts {
  signal: AbortSignal;
  /** Settles when the person asked to end and the time for tidying is over. Never before. */
  asked: Promise<void>;
  /** Runs `undo` at the first request, before anything else ends; until it is disposed of. */
  onInterrupt(undo: () => void): Disposable;
}

/** The first request to end aborts what runs; a second one does not wait for anything. */
export function listenForInterrupts(atOnce: () => void): Interrupts {
  const controller = new AbortController();
  const undoing = new Set<() => void>();
  const asked = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (controller.signal.aborted) return atOnce();
      for (const undo of undoing) undo();
      controller.abort();
      setTimeout(resolve, graceMs);
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  });
  const onInterrupt = (undo: () => void): Disposable => {
    undoing.add(undo);
    return { [Symbol.dispose]: () => undoing.delete(undo) };
  };
  return { signal: controller.signal, asked, onInterrupt };
}
