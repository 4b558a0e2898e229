import { type Endpoint, reachedPort, type Target } from '../../declared/target/types.ts';
import type { ProbeContext } from '../context.ts';
import type { HostProbe, Reached } from '../interface.ts';
import { byInfo, byListener, byPort, covers, type Tied } from './find-server.ts';
import { addressesFor, isLocal } from './is-local.ts';
import { recordKernel } from './kernel.ts';
import { lookAtFiles } from './look-at-files.ts';
import { lookAtProcess } from './look-at-process.ts';
import { statOf } from './proc.ts';
import type { Machine, ServerProcess } from './processes.ts';
import { sharedLook } from './shared-look.ts';

/** How long the answers of the server itself are waited for, where they are needed to go on. */
const answersMs = 600;

/** Everything that this machine knows of an endpoint that is, or should be, served here. Nothing of it needs root; less is seen without. */
export const probeHost: HostProbe = async (endpoint, target, reached, context) => {
  const look = sharedLook(context);
  const name = target.fact.name;
  const startTick = context.clock.tick();
  const addresses = addressesFor(endpoint, name, reached, context);
  const here = isLocal(endpoint, addresses, reached);
  const machine = look.machine();
  let tied = byListener(machine, endpoint, addresses, here);
  const isServer = machine.servers.some(({ pid }) => pid === tied?.pid);
  // A forwarder may hold the port: the server behind it says which process it is.
  if (!isServer && reached.connection && machine.servers.length > 0) {
    await context.known('info', endpoint.subject, name, answersMs);
    const info = context.get('info', endpoint.subject, name);
    if (info?.state === 'ok') tied = byInfo(machine.servers, info.value, context.clock.now()) ?? tied;
  }
  // It may run and listen on other addresses of its host alone.
  if (!tied && reached.speaks === 'nothing') tied = byPort(machine, endpoint, addresses, here);
  const namespace = machine.servers.find(({ pid, isElsewhere }) => isElsewhere && pid === tied?.pid);
  if (here) recordListeners(machine, endpoint, name, addresses, tied !== null, context, startTick);
  else if (namespace) context.record('listeners', endpoint.subject, name, listenersElsewhere(namespace, endpoint), startTick);
  if (!tied && !here) return;
  const isKnown = tied !== null && machine.servers.some(({ pid }) => pid === tied.pid);
  if (tied && isKnown) return await lookAtServer(tied, endpoint, target, reached, context);
  // A server answers through a forwarder or from a container that cannot be seen: its holder's own facts would be another's.
  if (reached.speaks !== 'nothing') return;
  if (tied) await (await lookAtProcess(tied, endpoint, target, context)).done;
  // Nothing answers, or another program holds the port: what should be here may have left its reason.
  await lookAtFiles(endpoint, target, context, null);
};

async function lookAtServer(tied: Tied, endpoint: Endpoint, target: Target, reached: Reached, context: ProbeContext): Promise<void> {
  const process = await lookAtProcess(tied, endpoint, target, context);
  if (!process.fact) return;
  recordKernel(context);
  if (reached.connection) await Promise.all((['config', 'info'] as const).map((probe) => context.known(probe, endpoint.subject, target.fact.name, answersMs)));
  await Promise.all([process.done, lookAtFiles(endpoint, target, context, process.fact)]);
}

/** What is seen of another network namespace: the sockets of the server that was found there. */
function listenersElsewhere({ pid, name, listeners }: ServerProcess, endpoint: Endpoint) {
  const servers = listeners.map(({ address, port }) => ({ address, port, pid, name }));
  return { onPort: servers.filter(({ port }) => port === reachedPort(endpoint)), servers };
}

function recordListeners(machine: Machine, endpoint: Endpoint, target: string, addresses: readonly string[], isTied: boolean, context: ProbeContext, startTick: number): void {
  const nameOf = (pid: number | null) => (pid === null ? null : (statOf(pid)?.name ?? null));
  const onPort = endpoint.path === null ? machine.listeners.filter(({ port }) => port === reachedPort(endpoint)) : [];
  const servers = machine.servers
    .filter(({ isElsewhere }) => !isElsewhere)
    .flatMap(({ pid, name, listeners }) => listeners.map(({ address, port }) => ({ address, port, pid, name })));
  context.record(
    'listeners',
    endpoint.subject,
    target,
    {
      onPort: onPort.map(({ address, port, inode }) => {
        const pid = machine.ownerOf(inode);
        return { address, port, pid, name: nameOf(pid) };
      }),
      servers,
    },
    startTick,
  );
  if (!isTied && onPort.some(({ inode, address }) => covers(address, addresses) && machine.ownerOf(inode) === null)) {
    context.skip(`the process behind ${endpoint.subject}`, "it belongs to another user; root, or the server's own user, can see it");
  }
}
