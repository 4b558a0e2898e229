import { defineCommand } from '../../command.ts';
import { options } from './options.ts';

export default defineCommand({
  name: 'audit',
  what: 'Find in the files of a project what keeps, or will keep, an application from its Redis.',
  details: [
    'Nothing is contacted. Read are env files, compose files, Dockerfiles, Kubernetes manifests, Terraform, pipelines, units, server configurations, monitoring files, and what the sources fall back to.',
    'A finding is left out where its line, or the one above, says `rediscue-ignore CODE: REASON` in a comment; without a reason it is not. What --baseline lists is left out too.',
  ],
  arguments: [{ name: 'PATH', what: 'A folder to read, or files and folders of the current one. Default: the current folder.', many: true, complete: 'file' }],
  options,
  examples: [
    { command: 'rediscue audit', what: 'The project in this folder.' },
    { command: 'rediscue audit --format sarif --output rediscue.sarif --fail-on warning', what: 'For a code host, in a pipeline.' },
    { command: 'rediscue audit --write-baseline .rediscue-baseline.json', what: 'Accept what is there today.' },
    { command: 'rediscue audit --baseline .rediscue-baseline.json', what: 'Only what is new.' },
  ],
  run: async (call, world) => (await import('./run.ts')).runAudit(call, world),
});
