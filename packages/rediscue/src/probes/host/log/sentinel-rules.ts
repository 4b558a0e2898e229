import { type Rule, rule } from './rule.ts';

/** `TYPE NAME HOST PORT [@ PRIMARY PHOST PPORT]`, the way a Sentinel names an instance. */
const instance = String.raw`(?<type>master|slave|sentinel) (?<name>\S+) (?<host>\S+) (?<port>\d+)(?: @ (?<primary>\S+))?`;
const event = (name: string) => new RegExp(`${name} ${instance}`);

export const sentinelRules: readonly Rule[] = [
  rule('sentinel-sdown', '+sdown', event('\\+sdown')),
  rule('sentinel-sdown-cleared', '-sdown', event('-sdown')),
  rule('sentinel-odown', '+odown', /\+odown master (?<name>\S+) (?<host>\S+) (?<port>\d+)(?: #quorum (?<votes>\S+))?/),
  rule('sentinel-odown-cleared', '-odown', /-odown master (?<name>\S+)/),
  rule('sentinel-failover-started', '+try-failover', /master (?<name>\S+)/),
  rule('sentinel-failover-aborted', '-failover-abort-no-good-slave', /master (?<name>\S+)/, { why: 'no-good-replica' }),
  rule('sentinel-failover-aborted', '-failover-abort-slave-timeout', /master (?<name>\S+)/, { why: 'replica-timeout' }),
  rule('sentinel-failover-aborted', '-failover-abort', /-failover-abort-(?<why>\S+) master (?<name>\S+)/),
  rule('sentinel-failover-ended', '+failover-end', /master (?<name>\S+)/),
  rule('sentinel-switched', '+switch-master', /\+switch-master (?<name>\S+) (?<fromHost>\S+) (?<fromPort>\d+) (?<toHost>\S+) (?<toPort>\d+)/),
  rule('sentinel-monitor', '+monitor', /\+monitor master (?<name>\S+) (?<host>\S+) (?<port>\d+) quorum (?<quorum>\d+)/),
  rule('sentinel-tilt', '+tilt'),
  rule('sentinel-tilt-ended', '-tilt'),
  rule('sentinel-resolve-failed', 'Failed to resolve hostname', /hostname '(?<host>[^']*)'/),
  rule('sentinel-invalid-address', '+sentinel-invalid-addr'),
];
