import type { Options } from './command.ts';

/** Options of every command that ends in a report. */
export const reportOptions = {
  json: { type: 'boolean', what: 'The same as --format json.' },
  format: { type: 'string', value: 'FORMAT', choices: ['text', 'json', 'markdown', 'junit', 'sarif'], what: 'Form of the report. Default: text.' },
} as const satisfies Options;
