import type { Options } from '../../command.ts';
import { fixOptions } from '../../fix/options.ts';
import { reportOptions } from '../../report-options.ts';

export const options = {
  ...reportOptions,
  output: { type: 'string', short: 'o', value: 'FILE', complete: 'file', what: 'Write the report there, readable by you only; in a folder the file is named for the time.' },
  baseline: { type: 'string', value: 'FILE', complete: 'file', what: 'Leave out the findings that this file lists, so that old ones do not drown new ones.' },
  'write-baseline': { type: 'string', value: 'FILE', complete: 'file', what: 'Write all findings of now as a baseline.' },
  'fail-on': {
    type: 'string',
    value: 'SEVERITY',
    choices: ['critical', 'error', 'warning', 'never'],
    default: 'error',
    what: 'Least severity of a finding that makes the exit status 1.',
  },
  ...fixOptions,
  verbose: { type: 'boolean', short: 'v', what: 'Also show all evidence.' },
  quiet: { type: 'boolean', short: 'q', what: 'Only one line for each finding, nothing when all is well.' },
} as const satisfies Options;
