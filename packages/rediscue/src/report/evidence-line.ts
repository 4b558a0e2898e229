import { bytes } from '../bytes.ts';
import type { AskedProbe, FactData, ProbeName } from '../facts/index.ts';
import type { Evidence } from './contract.ts';
import { median } from './figures.ts';
import { clean, milliseconds, place } from './layout.ts';

/** Every probe has its words: a new one does not compile without them. */
type Say = { [K in ProbeName]: (data: FactData<K>, family: string) => string | null };
type Ok<K extends AskedProbe> = Extract<FactData<K>, { state: 'ok' }>['value'];

/** An answer, or how it was withheld. */
function answered<K extends AskedProbe>(data: FactData<K>, say: (value: Ok<K>) => string): string {
  const answer = data as { state: string; value?: unknown; reply?: string; afterMs?: number; why?: string };
  switch (answer.state) {
    case 'ok':
      return say(answer.value as Ok<K>);
    case 'timed-out':
      return `no answer after ${milliseconds(answer.afterMs ?? 0)}`;
    case 'refused':
    case 'unknown-command':
      return `refused: ${answer.reply}`;
    default:
      return answer.why ?? answer.state;
  }
}

const list = (parts: readonly (string | null | undefined | false)[], between = ', '): string => parts.filter(Boolean).join(between);
const quoted = (text: string | null): string | null => (text === null ? null : `"${clean(text)}"`);
const fields = (values: Readonly<Record<string, string>>, names: readonly string[]): string => list(names.map((name) => values[name] !== undefined && `${name} ${values[name]}`));

/** Of the many fields those that a family of causes looks at. */
const infoFields: Record<string, readonly string[]> = {
  memory: ['used_memory', 'maxmemory', 'maxmemory_policy', 'used_memory_rss', 'mem_fragmentation_ratio', 'evicted_keys'],
  persistence: ['loading', 'rdb_last_bgsave_status', 'rdb_changes_since_last_save', 'aof_enabled', 'aof_last_write_status', 'aof_last_bgrewrite_status'],
  replication: ['role', 'master_host', 'master_port', 'master_link_status', 'connected_slaves', 'min_slaves_good_slaves', 'sync_full', 'sync_partial_err'],
  process: ['loading', 'loading_eta_seconds', 'uptime_in_seconds', 'process_id'],
  network: ['connected_clients', 'maxclients', 'rejected_connections'],
  latency: ['instantaneous_ops_per_sec', 'latest_fork_usec', 'aof_delayed_fsync', 'expired_keys'],
  cluster: ['cluster_enabled', 'redis_mode'],
  sentinel: ['redis_mode', 'sentinel_masters', 'sentinel_tilt', 'master0'],
  security: ['redis_version', 'valkey_version', 'connected_slaves'],
};
const otherInfoFields = ['redis_version', 'redis_mode', 'role', 'loading', 'connected_clients', 'used_memory', 'maxmemory'];
const configFields: Record<string, readonly string[]> = {
  memory: ['maxmemory', 'maxmemory-policy', 'client-output-buffer-limit'],
  persistence: ['save', 'appendonly', 'appendfsync', 'dir', 'dbfilename', 'stop-writes-on-bgsave-error'],
  replication: ['replicaof', 'replica-serve-stale-data', 'min-replicas-to-write', 'min-replicas-max-lag', 'repl-backlog-size', 'repl-timeout'],
  network: ['bind', 'protected-mode', 'port', 'tls-port', 'maxclients', 'timeout', 'tcp-keepalive'],
  latency: ['slowlog-log-slower-than', 'appendfsync', 'no-appendfsync-on-rewrite', 'hz'],
  security: ['bind', 'protected-mode', 'dir', 'dbfilename', 'enable-debug-command', 'enable-module-command'],
  config: ['databases', 'dir', 'maxmemory', 'save', 'appendonly'],
};

/** Field names stand as INFO has them, so that they can be looked up; sizes and roles for people. */
function infoLine(value: Readonly<Record<string, string>>, family: string): string {
  return list(
    (infoFields[family] ?? otherInfoFields).map((name) => {
      const text = value[name];
      if (text === undefined || text === '') return null;
      if (name === 'role') return `role ${text === 'master' ? 'primary' : text === 'slave' ? 'replica' : text}`;
      return `${name} ${/^(used_memory|maxmemory|used_memory_rss)$/.test(name) && Number.isFinite(Number(text)) ? bytes(Number(text)) : text}`;
    }),
  );
}

const portText = ({ inside, outside }: { inside: number; outside: number | null }): string => (outside === null ? String(inside) : `${outside}:${inside}`);

const fromText = ({ from }: { from?: string | undefined }): string => (from === undefined ? '' : `from ${from}: `);

/** What each probe saw, in a few words with its figures. */
const says: Say = {
  target: (data) => list([data.name, ...data.sources.map(({ name, place: at }) => list([name, at && place(at)], ' in ')), ...data.problems.map(({ reason }) => reason)]),
  rivals: (data) =>
    list(
      data.overridden.map(
        ({ name, differs, place: at, rule }) =>
          `${name}${at === null ? '' : ` in ${place(at)}`} names ${differs === 'endpoint' ? 'another endpoint' : 'other credentials'}: ${rule}`,
      ),
    ),
  learned: (data) => (data.as === 'entry' ? null : `announced as ${data.as} by ${data.by}`),
  place: ({ looks }) =>
    list(
      looks.map(({ from, reaches, resolve, connect, speak }) => {
        const attempts = (connect?.attempts ?? []).map(({ address, state }) => `${address} ${state}`).join(' ');
        const seen = attempts || `${resolve.host} ${resolve.state}`;
        return `from ${from}: ${reaches ? 'reached' : 'not reached'} (${seen}${speak === null ? '' : `, ${speak.reply === null ? speak.state : clean(speak.reply)}`})`;
      }),
      '; ',
    ),
  resolve: (data) =>
    `${fromText(data)}${data.host}: ${data.state}${data.code ? ` (${data.code})` : ''}${data.addresses.length > 0 ? `, ${data.addresses.map(({ address }) => address).join(', ')}` : ''}`,
  connect: (data) =>
    fromText(data) +
    list(
      data.attempts.map(({ address, port, state, code, ms }) => `${address}${port === null ? '' : ` port ${port}`}: ${state}${code ? ` (${code})` : ''} after ${milliseconds(ms)}`),
    ),
  tls: (data) =>
    list([
      `${data.asked ? 'handshake' : 'handshake as a counter-check'} ${data.state}`,
      data.protocol,
      data.verifyError ?? data.code,
      data.reason,
      data.certificate && `certificate ${data.certificate.subject} valid until ${data.certificate.validTo}`,
      data.plainAnswer && `plain text is answered with ${data.plainAnswer}`,
    ]),
  speak: (data) =>
    fromText(data) +
    list([
      data.state === 'resp' ? null : data.state,
      data.protocol && `it speaks ${data.protocol}`,
      data.reply !== null ? `PING answered ${quoted(data.reply)}` : quoted(data.firstBytes),
    ]),
  auth: (data) => list([data.outcome, ...data.tries.map(({ form, reply }) => `${form}: ${quoted(reply)}`)]),
  select: (data) => `database ${data.database}: ${list([data.state, quoted(data.reply)])}`,
  write: (data) => list([data.state, data.step && `at ${data.step.toUpperCase()}`, quoted(data.reply), data.readReply && `reading: ${quoted(data.readReply)}`, data.why]),
  ping: (data) => list([data.rttMs.length > 0 && `median ${milliseconds(median(data.rttMs) ?? 0)} of ${data.rttMs.length}`, data.lost > 0 && `${data.lost} lost`]),
  info: (data, family) => answered<'info'>(data, (value) => infoLine(value, family)),
  rates: (data) =>
    answered<'rates'>(
      data,
      ({ windowMs, delta }) =>
        `over ${milliseconds(windowMs)}: ${list(Object.entries(delta).flatMap(([name, increase]) => (increase > 0 ? [`${name} +${increase}`] : []))) || 'no change'}`,
    ),
  config: (data, family) => answered<'config'>(data, ({ values }) => fields(values, configFields[family] ?? ['bind', 'maxmemory', 'maxmemory-policy', 'appendonly', 'dir'])),
  acl: (data) => list([data.whoami.state === 'ok' && `logged in as ${data.whoami.value}`, data.log.state === 'ok' && `${data.log.value.length} entries in the ACL log`]),
  clients: (data) => answered<'clients'>(data, ({ total, byAddress }) => `${total} clients${byAddress[0] ? `, ${byAddress[0].count} of them from ${byAddress[0].address}` : ''}`),
  slowlog: (data) =>
    answered<'slowlog'>(data, ({ entries }) => `${entries.length} entries${entries[0] ? `, the last ${entries[0].command} with ${milliseconds(entries[0].micros / 1000)}` : ''}`),
  latency: (data) => answered<'latency'>(data, ({ events }) => list(events.map(({ event, maxMs }) => `${event} up to ${maxMs} ms`)) || 'no events'),
  memory: (data) =>
    answered<'memory'>(data, (value) =>
      list(
        Object.entries(value)
          .slice(0, 3)
          .map(([name, count]) => `${name} ${count}`),
      ),
    ),
  modules: (data) => answered<'modules'>(data, (value) => list(value.map(({ name }) => name)) || 'no modules'),
  role: (data) =>
    answered<'role'>(data, (value) =>
      value.role === 'replica'
        ? `replica of ${value.primaryHost}:${value.primaryPort}, link ${value.link}`
        : value.role === 'primary'
          ? `primary with ${value.replicas.length} replicas`
          : 'Sentinel',
    ),
  script: (data) => answered<'script'>(data, ({ running }) => (running ? `${running.name} has run for ${milliseconds(running.durationMs)}` : 'nothing runs')),
  keys: (data) => answered<'keys'>(data, ({ total, sampled }) => `${total} keys, ${sampled} sampled`),
  cluster: (data) => answered<'cluster'>(data, (value) => `cluster ${value.state}, ${value.slotsOk} of 16384 slots well, ${value.knownNodes} nodes known`),
  sentinel: (data) =>
    answered<'sentinel'>(data, ({ primaries }) => list(primaries.map(({ name, host, port, flags }) => `${name} is ${host}:${port} (${flags.join(', ')})`)) || 'watches no primary'),
  process: (data) => `process ${data.pid} (${data.name}) in state ${data.state}`,
  listeners: (data) =>
    list(data.onPort.map(({ address, port, name, pid }) => `${name ?? 'a process'}${pid === null ? '' : ` (${pid})`} listens on ${address}:${port}`)) ||
    'nothing listens on the port',
  configFile: (data) =>
    list([data.file, !data.readable && 'not readable', data.writable === false && 'not writable', ...data.problems.map(({ place: at, reason }) => `${place(at)}: ${reason}`)]),
  log: (data) => `${data.file}: ${quoted(data.events.at(-1)?.text ?? null) ?? data.ended}`,
  data: (data) =>
    list([
      data.directory,
      data.state !== 'ok' && data.state,
      data.writableByServer === false && 'not writable for the server',
      data.freeBytes !== null && `${bytes(data.freeBytes)} free`,
      data.snapshot && data.snapshot.state !== 'ok' && `${data.snapshot.file} ${data.snapshot.state}`,
    ]),
  cgroup: (data) =>
    list([
      data.memoryLimitBytes !== null && `memory limit ${bytes(data.memoryLimitBytes)}`,
      data.oomKills ? `${data.oomKills} kills for lack of memory` : null,
      data.cpuQuotaCores !== null && `${data.cpuQuotaCores} cores`,
    ]),
  cpu: (data) => (data.mainThreadShare === null ? null : `main thread ${Math.round(data.mainThreadShare * 100)} % of a core over ${milliseconds(data.windowMs)}`),
  kernel: (data) =>
    list([
      data.overcommitMemory !== null && `overcommit_memory ${data.overcommitMemory}`,
      data.transparentHugePages && `transparent huge pages ${data.transparentHugePages}`,
      data.memoryAvailableBytes !== null && `${bytes(data.memoryAvailableBytes)} of memory available`,
    ]),
  expected: (data) => list(data.by.map(({ kind, place: at }) => `${kind} ${place(at)}`)),
  program: (data) =>
    list([
      `${place(data.place)} starts ${data.name}`,
      data.image?.value,
      data.kind === 'application' ? null : data.kind,
      data.ports.length > 0 && `ports ${data.ports.map(portText).join(' ')}`,
    ]),
  dangling: (data) => list(data.names.map(({ kind, name, by, place: at }) => `${place(at)}: ${by} names the ${kind} ${name}`)),
  objects: (data) => list(data.objects.slice(0, 6).map(({ kind, name, place: at }) => `${place(at)}: ${kind} ${name}`)),
  consumers: (data) => list(data.consumers.map(({ name, runs, server }) => `${name} (on the ${runs})${server ? ` is led to ${server.program}` : ''}`)),
  app: ({ looks }) =>
    list(
      looks.map(({ url, state, status, ms, close, body }) =>
        list(
          [`${url} ${close === null ? (status === null ? state : `answers ${status}`) : `is closed with ${close.code}`} after ${milliseconds(ms)}`, quoted(close?.reason ?? body)],
          ': ',
        ),
      ),
    ),
  appLog: ({ file, lines, events }) =>
    list([
      `${file === '-' ? 'standard input' : file}, ${lines} lines`,
      ...events
        .slice(-4)
        .map(
          ({ kind, lastLine, count, text, isOver }) =>
            `${kind}${lastLine === null ? '' : ` in line ${lastLine}`}${count > 1 ? ` (${count} times)` : ''}${isOver ? ', over since' : ''}: ${quoted(text)}`,
        ),
    ]),
  neighbours: ({ neighbours }) => list(neighbours.map(({ kind, address, state, reply }) => list([`${kind} at ${address}: ${state}`, quoted(reply)]))),
  elsewhere: (data) => list(data.candidates.map(({ host, port, login }) => `a server answers on ${host}:${port} (login ${login})`)),
  cloud: ({ instances, services, connectors, secrets, refusals }) =>
    list([
      ...instances.map(({ product, name, status, place: at }) => `${product} ${name}${status === null ? '' : ` is ${status}`} (${place(at)})`),
      ...services.map(
        ({ product, name, latest, serving }) =>
          `${product} ${name}${serving.length > 0 ? ` serves ${serving.map((each) => each.name).join(', ')}` : ''}${latest === null ? '' : `, latest ${latest}`}`,
      ),
      ...connectors.map(({ name, status }) => `connector ${name}${status === null ? '' : ` is ${status}`}`),
      ...secrets.map(({ name, state, versions }) => `secret ${name} ${state}${versions[0] ? `, version ${versions[0].version} ${versions[0].state}` : ''}`),
      ...refusals.map(({ message }) => message),
    ]),
  kubernetes: ({ namespace, leads, service, pods, denials }) =>
    list([
      service === null ? null : `Service ${service.name} of ${namespace}`,
      leads === 'no-service'
        ? `no such Service in ${namespace}`
        : leads === 'no-pods'
          ? `selects no pod (${service?.selector})`
          : leads === 'no-port'
            ? `has ports ${service?.ports.join(', ')}`
            : null,
      ...pods.map(({ name, ready, state }) => `pod ${name} ${ready ? 'ready' : 'not ready'}${state === 'refused' ? ', refuses' : ''}`),
      ...denials.map(({ policy, direction }) => `NetworkPolicy ${policy} denies ${direction}`),
    ]),
  containers: (data) => list(data.containers.map(({ name, state, exitCode }) => `container ${name} ${state}${exitCode ? ` (exit ${exitCode})` : ''}`)),
};

/** A fact in a few words with its figures, those that matter to `code` first; null when there is nothing to say. */
export function evidenceLine({ probe, data }: Evidence, code = ''): string | null {
  const say = says[probe as ProbeName] as ((data: unknown, family: string) => string | null) | undefined;
  if (say === undefined) return null;
  try {
    return say(data, code.slice(0, Math.max(0, code.indexOf('/')))) || null;
  } catch (error) {
    // A report of another version may hold other data: then the fact is cited by its name alone.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
