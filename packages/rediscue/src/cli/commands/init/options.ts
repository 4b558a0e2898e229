import type { Options } from '../../command.ts';

export const options = {
  dir: { type: 'string', value: 'DIR', complete: 'folder', what: 'The folder of the project. Default: the current one.' },
  force: { type: 'boolean', short: 'f', what: 'Overwrite a rediscue.yaml that is there.' },
  'dry-run': { type: 'boolean', what: 'Show what would be written, and write nothing.' },
  json: { type: 'boolean', what: 'Say as JSON what was written.' },
} as const satisfies Options;
