#!/usr/bin/env node
// break.mjs exited | unpublished | duplicate
import { engine, leftOver, like, redis } from './engine.mjs';

const faults = {
  /** Somebody makes room on the machine. */
  exited: () => engine('stop', '--time', '2', redis),
  /** It is made anew by hand, and its port forgotten. */
  unpublished: () => like(['run', '--detach'], redis, { isPublished: false }),
  /** One for the same port is tried, and stays. */
  duplicate() {
    engine('stop', '--time', '2', redis);
    like(['run', '--detach'], leftOver, { isPublished: true });
    engine('stop', '--time', '2', leftOver);
    engine('start', redis);
  },
};

const fault = faults[process.argv[2]];
if (!fault) {
  console.error(`usage: break.mjs ${Object.keys(faults).join(' | ')}`);
  process.exit(2);
}
fault();
