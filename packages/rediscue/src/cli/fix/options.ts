import type { Options } from '../command.ts';

/** Options of every command that can change files on consent. */
export const fixOptions = {
  fix: { type: 'boolean', what: 'Show as a diff what would mend it in files, and change them on consent; what does not help is taken back.' },
  'dry-run': { type: 'boolean', what: 'With --fix: only show the diff.' },
  yes: { type: 'boolean', short: 'y', what: 'With --fix: do not ask.' },
} as const satisfies Options;
