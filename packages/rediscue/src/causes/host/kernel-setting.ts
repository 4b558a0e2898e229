import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { persists } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

interface Setting {
  setting: string;
  value: number;
  wanted: string;
  why: string;
  commands: string[];
}

/** The kernel counts the copy that a fork could make: it matters once the server holds a good part of the memory. */
function overcommit(at: EndpointView): Setting | null {
  const kernel = at.machine.get('kernel');
  const value = kernel?.overcommitMemory ?? null;
  const total = kernel?.memoryTotalBytes ?? null;
  const resident = at.get('process')?.residentBytes ?? at.infoNumber('used_memory_rss') ?? null;
  if (value === null || value === 1 || resident === null || total === null) return null;
  // Saving and full copies to replicas fork; a cache that does neither does not care.
  if (persists(at) !== true && !((at.infoNumber('connected_slaves') ?? 0) > 0)) return null;
  const share = value === 2 ? 0.1 : 0.25;
  if (resident < total * share) return null;
  return {
    setting: 'vm.overcommit_memory',
    value,
    wanted: '1',
    why: `the server holds ${Math.round((resident / total) * 100)} % of the memory, and a fork to save may be refused`,
    commands: ['sysctl -w vm.overcommit_memory=1', "echo 'vm.overcommit_memory = 1' > /etc/sysctl.d/60-redis.conf"],
  };
}

/** The kernel cuts the queue of connections that wait to be accepted. */
function backlog(at: EndpointView): Setting | null {
  const value = at.machine.get('kernel')?.somaxconn ?? null;
  const wanted = at.configNumber('tcp-backlog');
  // A container has a setting of its own, which is not seen from here.
  if (value === null || wanted === undefined || value >= wanted || at.get('process')?.containerId !== null) return null;
  return {
    setting: 'net.core.somaxconn',
    value,
    wanted: `${wanted} or more`,
    why: `tcp-backlog ${wanted} is cut to it, and bursts of connections are dropped`,
    commands: [`sysctl -w net.core.somaxconn=${Math.max(wanted, 4096)}`, `echo 'net.core.somaxconn = ${Math.max(wanted, 4096)}' > /etc/sysctl.d/61-redis.conf`],
  };
}

export default defineCause({
  code: 'host/kernel-setting',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A kernel setting does not fit the server',
  meaning: 'Linux ships with settings for ordinary programs. Some of them make Redis fail late: a save that cannot fork, connections that are dropped in a burst.',
  detection:
    'On the machine of the server: `vm.overcommit_memory` is not 1 while it saves and holds a good part of the memory (a quarter; a tenth under strict accounting), or `net.core.somaxconn` is below `tcp-backlog`. A small server, or a cache that never forks, does not care. Too few descriptors are `process/open-files-limit`.',
  advice: 'Set it now and in /etc/sysctl.d, so that it is there after a restart. The server takes a new somaxconn at its own restart.',
  source: 'redis.io, "Redis administration", Linux',
  needs: ['process', 'config'],
  explains: ['memory/no-fork-headroom'],
  detect: (at) => {
    if (!at.get('process')?.isServer) return null;
    const wrong = [overcommit(at), backlog(at)].filter((each) => each !== null);
    return wrong.map(({ setting, value, wanted, why, commands }) => ({
      summary: `${setting} is ${value} on the machine of ${at.subject}, wanted ${wanted}: ${why}.`,
      evidence: ['kernel', 'process', 'config'],
      remedies: [{ title: `Set ${setting}`, commands, risk: 'safe', runbook: null, verify: `sysctl ${setting}` }],
    }));
  },
  examples: {
    bad: [
      {
        name: 'overcommit 0 under a server with a third of the memory',
        facts: { endpoints: { 'redis.example:6379': { process: serverProcess({ residentBytes: 6442450944 }) } }, machine: { kernel: { overcommitMemory: 0 } } },
      },
      { name: 'somaxconn 128 under a backlog of 511', facts: { endpoints: { 'redis.example:6379': { process: serverProcess() } }, machine: { kernel: { somaxconn: 128 } } } },
    ],
    good: [
      { name: 'overcommit 0 and a small server', facts: { endpoints: { 'redis.example:6379': { process: serverProcess() } }, machine: { kernel: { overcommitMemory: 0 } } } },
      {
        name: 'a large cache that never forks',
        facts: {
          endpoints: {
            'redis.example:6379': {
              process: serverProcess({ residentBytes: 6442450944 }),
              info: { value: { aof_enabled: '0' } },
              config: { value: { values: { save: '', appendonly: 'no' } } },
            },
          },
          machine: { kernel: { overcommitMemory: 0 } },
        },
      },
      { name: 'the server is elsewhere', facts: { endpoints: { 'redis.example:6379': {} }, machine: { kernel: { overcommitMemory: 0, somaxconn: 128 } } } },
    ],
  },
});
