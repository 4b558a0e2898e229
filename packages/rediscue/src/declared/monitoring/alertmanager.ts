import { ownEntry } from '../own-entry.ts';
import { placeholderIn, secretPlaceholderIn } from '../placeholder.ts';
import { child, has, items, names, type Tree, text } from './tree.ts';
import { type AlertmanagerConfig, declared, type Integration, type MonitoringObject } from './types.ts';

/** Settings that hold an address or a key, with the one of `global` that stands in for it. */
const needs: Readonly<Record<string, { own: readonly string[]; global: readonly string[] }>> = {
  slack_configs: {
    own: ['api_url', 'api_url_file', 'app_token', 'app_token_file', 'http_config'],
    global: ['slack_api_url', 'slack_api_url_file', 'slack_app_token', 'slack_app_token_file'],
  },
  email_configs: { own: ['smarthost'], global: ['smtp_smarthost'] },
  opsgenie_configs: { own: ['api_key', 'api_key_file'], global: ['opsgenie_api_key', 'opsgenie_api_key_file'] },
  victorops_configs: { own: ['api_key', 'api_key_file'], global: ['victorops_api_key', 'victorops_api_key_file'] },
  wechat_configs: { own: ['api_secret', 'api_secret_file'], global: ['wechat_api_secret', 'wechat_api_secret_file'] },
};
const addresses = /^(url|webhook_url|api_url|to|routing_key|service_key|api_key|channel|user_key|token|bot_token|room_id)$/;

/** An Alertmanager configuration. */
export function alertmanagerOf(file: string, tree: Tree): MonitoringObject<'alertmanager-config'> | null {
  const receivers = child(tree, 'receivers');
  if (receivers?.kind !== 'list' || child(tree, 'route')?.kind !== 'map' || has(tree, 'kind') || has(tree, 'apiVersion')) return null;
  const global = child(tree, 'global');
  const data: AlertmanagerConfig = {
    file,
    routed: routesOf(child(tree, 'route'), 0),
    receivers: receivers.items.map((each) => ({ name: text(child(each, 'name')) ?? '', integrations: integrationsOf(each, global), place: each.place })),
  };
  return declared('alertmanager-config', file, tree.place, data);
}

const maxDepth = 30;

function routesOf(route: Tree | null, depth: number): AlertmanagerConfig['routed'] {
  const receiver = child(route, 'receiver');
  const name = text(receiver);
  const own = receiver && name !== null ? [{ receiver: name, place: receiver.place }] : [];
  return depth > maxDepth ? own : [...own, ...items(child(route, 'routes')).flatMap((each) => routesOf(each, depth + 1))];
}

function integrationsOf(receiver: Tree, global: Tree | null): Integration[] {
  return names(receiver)
    .filter((name) => name.endsWith('_configs'))
    .flatMap((kind) =>
      items(child(receiver, kind)).map((config) => ({ kind, placeholder: placeholderOf(config, kind, global), lacks: lackOf(config, kind, global), place: config.place })),
    );
}

function lackOf(config: Tree, kind: string, global: Tree | null): string | null {
  const need = ownEntry(needs, kind);
  if (!need || need.own.some((name) => has(config, name)) || need.global.some((name) => has(global, name))) return null;
  return need.global[0] ?? null;
}

/** The part of an address that nobody filled in. Never a key itself. */
function placeholderOf(config: Tree, kind: string, global: Tree | null): string | null {
  const own = names(config).filter((name) => addresses.test(name));
  const inherited = need(kind, config) ? (ownEntry(needs, kind)?.global ?? []).filter((name) => has(global, name)) : [];
  for (const value of [...own.map((name) => text(child(config, name))), ...inherited.map((name) => text(child(global, name)))]) {
    const found = value === null ? null : placeholderInAddress(value);
    if (found !== null) return found;
  }
  return null;
}

const need = (kind: string, config: Tree): boolean => !(ownEntry(needs, kind)?.own.some((name) => has(config, name)) ?? true);

/** `https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK`, `ops@example.com`, `<pagerduty-key>`. */
function placeholderInAddress(value: string): string | null {
  const whole = secretPlaceholderIn(value);
  if (whole !== null) return whole;
  const hook = /^https?:\/\/hooks\.slack\.com\/services\/(.*)$/i.exec(value)?.[1];
  if (hook !== undefined && (/(^|\/)(your|xxx|x{3,}|t0{4,}|b0{4,}|webhook|slack|token|path|\.{3}|<)/i.test(hook) || hook === '')) return 'https://hooks.slack.com/services/…';
  const host = /^(?:https?:\/\/)([^/:@]+)/i.exec(value)?.[1] ?? /^[^@\s,]+@([^@\s,]+)$/.exec(value)?.[1];
  if (host !== undefined) return placeholderIn(host) ?? (/(^|\.)(example|invalid)(\.|$)|(^|\.)your-?\w*\./i.test(host) ? host : null);
  const path = /^https?:\/\/[^/]+\/(.*)$/i.exec(value)?.[1] ?? '';
  const part = path.split('/').find((each) => /^(your[-_]|<[^>]*>$|x{4,}$)/i.test(each));
  return part === undefined ? null : (secretPlaceholderIn(part) ?? `${part.slice(0, 5)}…`);
}
