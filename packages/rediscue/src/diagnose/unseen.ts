import type { Cause } from '../causes/define.ts';
import type { EndpointView, ProjectView } from '../causes/view.ts';
import type { AskedProbe, NotChecked, ProbeName } from '../facts/index.ts';

/** What an account needs for a question: the ACL rule that grants it. */
const grants: Partial<Record<ProbeName, string>> = {
  info: '+info',
  rates: '+info',
  config: '+config|get',
  acl: '+acl|log +acl|list +acl|getuser',
  clients: '+client|list',
  slowlog: '+slowlog|get',
  latency: '+latency|latest',
  memory: '+memory|stats',
  modules: '+module|list',
  role: '+role',
  script: '+function|stats',
  keys: '+scan +memory|usage +type',
  cluster: '+cluster|info +cluster|nodes',
  sentinel: '+sentinel',
};

/** Questions that were refused, with what they would have decided: missing knowledge is told, never taken for health. */
export function unseen(project: ProjectView, causes: readonly Cause[]): NotChecked[] {
  const notes: NotChecked[] = [];
  for (const target of project.targets)
    for (const endpoint of target.endpoints)
      for (const [probe, grant] of Object.entries(grants) as [AskedProbe, string][]) {
        const why = refusal(endpoint, probe);
        if (why === null) continue;
        const blind = causes.filter((cause) => cause.needs.includes(probe)).map((cause) => cause.code);
        if (blind.length === 0) continue;
        const some = blind.slice(0, 3).join(', ') + (blind.length > 3 ? ` and ${blind.length - 3} more` : '');
        notes.push({ what: `${probe} of ${endpoint.subject}: ${some}`, why: `${why}; an account with ${grant} would show it` });
      }
  return notes;
}

function refusal(endpoint: EndpointView, probe: AskedProbe): string | null {
  const data = endpoint.get(probe) as { state?: string; reply?: string; afterMs?: number; why?: string } | undefined;
  switch (data?.state) {
    case 'refused':
      return `refused: ${data.reply}`;
    case 'unknown-command':
      return `the server does not offer it: ${data.reply}`;
    case 'timed-out':
      return `no answer after ${data.afterMs} ms`;
    case 'failed':
      return data.why ?? 'it failed';
    default:
      return null;
  }
}
