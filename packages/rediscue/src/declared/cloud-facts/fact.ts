import type { CloudFact } from '../../facts/index.ts';
import { maskSecrets } from '../masks/index.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import type { Collected } from './collected.ts';
import type { Part } from './schema.ts';

const maxEntries = 500;
const maxVersions = 50;

type Variable = CloudFact['services'][number]['variables'][number];
type Pending = NonNullable<CloudFact['services'][number]['pending']>[number];
type RawVariable = Part<'revisions'>['variables'][number];

/** All of it joined, without the text of any secret: what facts may keep. */
export function cloudFact(from: Collected): CloudFact {
  const hosts = new Set(from.instances.flatMap(({ endpoints }) => endpoints.map(({ host }) => plain(host))));
  const services = latestOf(from.services, ({ provider, name, project, region }) => JSON.stringify([provider, name, project, region]));
  return {
    instances: latestOf(from.instances, ({ provider, name, project, region }) => JSON.stringify([provider, name, project, region])).map(
      ({ passwords: _, message, ...instance }) => ({
        ...instance,
        message: message === null ? null : maskSecrets(message).slice(0, 400),
      }),
    ),
    services: services.map((service) => {
      const { own, pending, newer } = templatesOf(service, from, hosts);
      return { ...service, variables: own.map((each) => shown(each, from)), pending, newer };
    }),
    connectors: latestOf(from.connectors, ({ provider, name, region }) => JSON.stringify([provider, name, region])),
    secrets: secretsOf(from),
    refusals: from.refusals.slice(0, maxEntries).map((refusal) => ({ ...refusal, message: maskSecrets(refusal.message).slice(0, 400) })),
    listings: from.listings.slice(0, maxEntries),
  };
}

/** What a later document says of the same thing counts. */
const latestOf = <T>(all: readonly T[], key: (one: T) => string): T[] => [...new Map(all.map((one) => [key(one), one])).values()].slice(0, maxEntries);

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');

/** The server that a URL or `host:port` leads to; of a URL nothing else is kept. */
function addressIn(value: string, name: string): { host: string; port: number | null } | null {
  const url = /^(?:redis|valkey)s?:\/\/(.*)$/is.exec(value.trim());
  if (!url && !/(HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|SERVER|URL|URI|NODES?)$/i.test(name)) return null;
  const [rest = ''] = url ? ((url[1] ?? '').split('@').at(-1) ?? '').split(/[/?#]/) : [value.trim()];
  const parts = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(rest);
  // What looks like no name of a host may be anything.
  const isHost = url || /^\[|\./.test(parts?.[1] ?? '') || /^[a-z][a-z0-9-]{0,30}$/.test(parts?.[1] ?? '');
  return parts && isHost ? { host: plain(parts[1] ?? ''), port: parts[2] === undefined ? null : Number(parts[2]) } : null;
}

function shown({ name, value, secret }: RawVariable, { secrets }: Collected): Variable {
  // A whole URL may stand in the store; of it the address is no secret.
  const stored = secrets.findLast((each) => secret !== null && each.name === secret.name && each.value !== null)?.value ?? null;
  const address = value !== null ? addressIn(value, name) : stored === null ? null : addressIn(stored, '');
  const password = value === null || address !== null ? null : shapeOfSecret(value, null);
  return { name, host: address?.host ?? null, port: address?.port ?? null, secret, shape: password };
}

function concernsRedis({ name, value, secret }: RawVariable, hosts: ReadonlySet<string>): boolean {
  if (/redis|valkey/i.test(name) || /redis|valkey/i.test(secret?.name ?? '')) return true;
  if (value === null) return false;
  return /^(redis|valkey)s?:\/\//i.test(value) || hosts.has(plain(value.split(':')[0] ?? ''));
}

const numberOf = (taskDefinition: string): { family: string; number: number } | null => {
  const parts = /^(.+):(\d+)$/.exec(taskDefinition);
  return parts ? { family: parts[1] ?? '', number: Number(parts[2]) } : null;
};

/** What the latest template tells of Redis, and what of it the serving revisions do not have. */
function templatesOf(service: Part<'services'>, { revisions }: Collected, hosts: ReadonlySet<string>) {
  const variablesOf = (name: string | null): RawVariable[] | null => {
    const found = revisions.filter((each) => each.name === name && (each.service === null || each.service === service.name));
    return found.length === 0 ? null : (found.at(-1)?.variables ?? []).filter((each) => concernsRedis(each, hosts));
  };
  const current = service.latest === null ? null : numberOf(service.latest);
  // A registered task definition runs only once the service is told of it.
  const newest =
    current === null
      ? undefined
      : revisions.filter(({ name }) => numberOf(name)?.family === current.family).toSorted((a, b) => (numberOf(b.name)?.number ?? 0) - (numberOf(a.name)?.number ?? 0))[0];
  const newer = newest && current && service.provider === 'aws' && (numberOf(newest.name)?.number ?? 0) > current.number ? newest.name : null;
  const isFresh = service.serving.every(({ name }) => name === service.latest);
  const own = variablesOf(newer ?? service.latest) ?? [];
  const behind = newer !== null ? [service.latest] : isFresh ? [] : service.serving.map(({ name }) => name);
  const others = behind.filter((name) => name !== (newer ?? service.latest)).map(variablesOf);
  if (others.some((other) => other === null)) return { own, pending: null, newer };
  const pending = new Map(others.flatMap((other) => differences(other ?? [], own)).map((each) => [each.variable, each]));
  return { own, pending: [...pending.values()], newer: newer !== null && pending.size === 0 ? null : newer };
}

/** Compared by their texts, of which nothing is kept. */
function differences(before: readonly RawVariable[], after: readonly RawVariable[]): Pending[] {
  const of = (all: readonly RawVariable[], name: string) => all.find((each) => each.name === name);
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((variable): Pending[] => {
    const [old, now] = [of(before, variable), of(after, variable)];
    if (!old || !now) return [{ variable, is: old ? 'removed' : 'added' }];
    const isSame = old.value === now.value && old.secret?.name === now.secret?.name && old.secret?.version === now.secret?.version;
    return isSame ? [] : [{ variable, is: 'changed' }];
  });
}

function secretsOf(from: Collected): CloudFact['secrets'] {
  const passwords = new Set([...from.passwords, ...from.instances.flatMap((each) => each.passwords)]);
  const merged = Map.groupBy(from.secrets, ({ provider, name }) => JSON.stringify([provider, name]));
  return [...merged.values()].slice(0, maxEntries).flatMap((all): CloudFact['secrets'] => {
    const last = all.at(-1);
    if (!last) return [];
    const versions = new Map(all.flatMap((each) => each.versions.map((version) => [version.version, version] as const)));
    const value = all.findLast((each) => each.value !== null)?.value ?? null;
    const isUnpaired = value === null || passwords.size === 0 || from.instances.length > 1;
    const has = value !== null && [...passwords].some((password) => value.trim() === password || value.includes(`:${password}@`) || value.includes(`"${password}"`));
    const sorted = [...versions.values()].toSorted((a, b) => (Number(b.version) || 0) - (Number(a.version) || 0)).slice(0, maxVersions);
    return [
      {
        provider: last.provider,
        name: last.name,
        project: last.project,
        state: all.some(({ state }) => state === 'deleted') ? 'deleted' : last.state,
        versions: sorted,
        isWhole: all.some(({ isWhole }) => isWhole),
        shape: value === null ? null : shapeOfSecret(value, null),
        isDocument: value !== null && /^\s*(-----BEGIN|[{[])/.test(value),
        isInstances: has ? true : isUnpaired || !isLogin(last.name, from) ? null : false,
        place: last.place,
      },
    ];
  });
}

/** A variable for the password or URL of a Redis takes its value from this secret. */
const isLogin = (secret: string, { revisions }: Collected): boolean =>
  revisions.some(({ variables }) => variables.some((each) => each.secret?.name === secret && /(redis|valkey).*(pass|auth|token|url|uri)/i.test(each.name)));
