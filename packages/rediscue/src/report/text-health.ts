import { bytes } from '../bytes.ts';
import { hitRate, pingMs, roleOf, serverOf, share } from './areas.ts';
import type { Report } from './contract.ts';
import { endpointsOf, type Gathered, isEntry } from './figures.ts';
import { age, clean, milliseconds, plural, wrap } from './layout.ts';
import type { RenderOptions } from './options.ts';

/** The key figures of what is well: two lines a target. */
export function health(report: Report, { width }: RenderOptions): string[] {
  if (report.look === 'files') return read(report, width);
  return report.targets.flatMap(({ name, looked }) => {
    if (!looked) return [`  ${clean(name)}: not looked at`];
    const endpoints = endpointsOf(report, name);
    const entry = chief(endpoints);
    const heading = report.targets.length > 1 ? [`  ${clean(name)}`] : [];
    if (entry === undefined) return heading;
    const others = endpoints.length - 1;
    return [...heading, ...wrap(clean(identity(entry, others)), width - 2, '  '), ...wrap(clean(figures(entry)), width - 2, '  ')];
  });
}

/** What was read, where nothing was contacted. */
function read({ evidence, targets }: Report, width: number): string[] {
  const programs = evidence.filter(({ probe }) => probe === 'program').length;
  return wrap(`${plural(targets.length, 'declared target')} and ${plural(programs, 'program')} were read; nothing was contacted.`, width - 2, '  ');
}

/** Behind Sentinels the figures of the primary count. */
function chief(endpoints: readonly Gathered[]): Gathered | undefined {
  const data = endpoints.filter((each) => roleOf(each) !== 'sentinel');
  return data.find((each) => isEntry(each)) ?? data.find((each) => roleOf(each) === 'primary') ?? data[0] ?? endpoints[0];
}

function identity(at: Gathered, others: number): string {
  const uptime = at.number('uptime_in_seconds');
  const mode = at.info('redis_mode');
  return [
    `${serverOf(at) ?? 'version unknown'}, ${roleOf(at) ?? 'role unknown'}${mode === 'cluster' ? ' in a cluster' : ''}`,
    `up ${uptime === undefined ? 'unknown' : age(uptime)}`,
    ...(others > 0 ? [`${plural(others, 'more server')} looked at`] : []),
  ].join(' · ');
}

function figures(at: Gathered): string {
  const used = at.number('used_memory');
  const limit = at.number('maxmemory');
  const clients = at.number('connected_clients');
  const most = at.number('maxclients');
  const rate = at.rate('total_commands_processed') ?? at.number('instantaneous_ops_per_sec');
  const ping = pingMs(at);
  const hit = hitRate(at);
  const memory = used === undefined ? 'unknown' : `${bytes(used)}${limit === undefined ? '' : limit === 0 ? ' (no limit)' : ` of ${bytes(limit)} (${share(used / limit)})`}`;
  return [
    `memory ${memory}`,
    `clients ${clients === undefined ? 'unknown' : `${clients}${most === undefined ? '' : ` of ${most}`}`}`,
    `${rate === undefined ? 'unknown' : Math.round(rate)} ops/s`,
    ...(hit === undefined ? [] : [`hit rate ${share(hit.ratio)}`]),
    `ping ${ping === undefined ? 'unknown' : milliseconds(ping)}`,
  ].join(' · ');
}
