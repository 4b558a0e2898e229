import type { Options } from '../../command.ts';
import { fixOptions } from '../../fix/options.ts';
import { reportOptions } from '../../report-options.ts';

export const options = {
  project: { type: 'string', value: 'DIR', complete: 'folder', what: "The application's folder. Default: the current one." },
  budget: { type: 'string', value: 'DURATION', example: '10s', what: 'Ends by then, whatever hangs. Default: 10s.' },
  window: { type: 'string', value: 'DURATION', example: '200ms', what: 'Time over which rates are measured. Default: 200ms.' },
  ...reportOptions,
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    complete: 'file',
    what: 'Write the report there, readable by you only, and a summary to the terminal; in a folder the file is named for the time.',
  },
  'save-facts': { type: 'string', value: 'FILE', complete: 'file', what: 'Keep everything that was seen, without secrets: others can judge it again.' },
  context: {
    type: 'string',
    value: 'NAME',
    what: 'Also read the cluster of this context of the kubeconfig (KUBECONFIG or ~/.kube/config; in-cluster is the account of the own pod). Without it no cluster is ever asked.',
  },
  namespace: { type: 'string', value: 'NS', what: "With --context: the application's namespace. Default: the context's own." },
  log: {
    type: 'string',
    value: 'FILE',
    complete: 'file',
    what: "The application's log or a stack trace of it (- is standard input): its end is read. Default: APP_LOG, or the log of the application's container.",
  },
  facts: { type: 'string', value: 'FILE', complete: 'file', what: 'Judge facts that were saved before (- is standard input); nothing is contacted.' },
  'cloud-facts': {
    type: 'string',
    value: 'FILE',
    complete: 'file',
    many: true,
    what: 'What gcloud, aws or az print of the managed instance, the services, their secrets and connectors, as JSON (- is standard input). May be given several times.',
  },
  'no-write': { type: 'boolean', what: 'Do not write the short-lived key.' },
  'fail-on': {
    type: 'string',
    value: 'SEVERITY',
    choices: ['critical', 'error', 'warning', 'never'],
    default: 'error',
    what: 'Least severity of a root cause that makes the exit status 1.',
  },
  ...fixOptions,
  verbose: { type: 'boolean', short: 'v', what: 'Also show stages with their times, all evidence, and the six areas.' },
  quiet: { type: 'boolean', short: 'q', what: 'Only one line for each root cause, nothing when all is well.' },
} as const satisfies Options;
