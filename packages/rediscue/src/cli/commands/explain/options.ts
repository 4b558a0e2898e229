import type { Options } from '../../command.ts';

export const options = {
  list: { type: 'boolean', short: 'l', what: 'List all codes with their severity and title.' },
  json: { type: 'boolean', what: 'One JSON document.' },
} as const satisfies Options;
