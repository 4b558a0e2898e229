import { diagnoseTarget } from './declaration.ts';
import { kubectl } from './kubectl.ts';
import type { EndpointView } from './view.ts';

export { bytes } from '../bytes.ts';

/** `redis-cli` with the address of this endpoint, ready to take a command; the password comes from REDISCLI_AUTH. */
export function redisCli(at: EndpointView): string {
  const declared = at.target.declared;
  const parts = ['redis-cli'];
  const pod = at.get('containers')?.containers.find((box) => box.pod !== null && box.state === 'running')?.pod;
  const inPod = at.get('kubernetes')?.pods.find(({ port }) => port !== null);
  // The names of a cluster mean nothing here.
  if (pod && inPod?.port != null) parts.splice(0, 1, kubectl(pod), 'exec -i', pod.pod, '-c', pod.container, '-- redis-cli', '-p', String(inPod.port));
  else if (at.subject.startsWith('/')) parts.push('-s', at.subject);
  else {
    const colon = at.subject.lastIndexOf(':');
    const host = at.subject.slice(0, colon).replace(/^\[|\]$/g, '');
    parts.push('-h', host, '-p', at.subject.slice(colon + 1));
  }
  if (declared?.tls) parts.push('--tls', ...(declared.authority.file ? ['--cacert', declared.authority.file] : []));
  if (declared?.username) parts.push('--user', declared.username);
  return parts.join(' ');
}

/** The command that looks at the same target again. */
export const diagnoseAgain = (at: EndpointView): string => diagnoseTarget(at.target);
