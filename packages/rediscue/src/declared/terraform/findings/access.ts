import type { DeclaredObject } from '../../reading.ts';
import { ofKind } from '../types.ts';
import { plainText } from '../values.ts';
import type { DeclaredFinding } from './finding.ts';
import { once } from './finding.ts';
import { connectorNetwork, connectorOf, linksOf, networkKey, plansOf, redisNetwork, regionText, sameNetwork, subnetworkKey } from './network.ts';

/** Types of managed Redis that only their network reaches. */
const inNetwork = /^(google_redis_|google_memorystore_|aws_elasticache_|aws_memorydb_)/;

/** cloud/no-vpc-access: a service without a way into the network of the instance that its variables lead to. */
export function noVpcAccess(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once(
    plansOf(objects).flatMap((plan) =>
      plan.services.flatMap((service): DeclaredFinding[] => {
        const { access, cloud, address, complete } = service.data;
        if (access?.state !== 'none' || !complete) return [];
        return linksOf(service.data, plan)
          .filter(({ redis }) => inNetwork.test(redis.data.type))
          .slice(0, 1)
          .map(({ redis, variable }) => ({
            code: 'cloud/no-vpc-access',
            place: service.place,
            summary:
              cloud === 'aws'
                ? `${address} reads ${variable.variable} of ${redis.name}, which only its VPC reaches, and has no \`vpc_config\`.`
                : `${address} reads ${variable.variable} of ${redis.name}, which only its network reaches, and has neither a connector nor direct egress into it.`,
            also: [variable.place, redis.place],
            subject: address,
          }));
      }),
    ),
  );
}

/** cloud/egress-not-routed: the way goes into another network, or leaves the instance's addresses out. */
export function egressNotRouted(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once(
    plansOf(objects).flatMap((plan) =>
      plan.services.flatMap(({ data: service }): DeclaredFinding[] => {
        const { access } = service;
        if (!access || service.cloud !== 'google' || (access.state !== 'connector' && access.state !== 'direct')) return [];
        const connector = connectorOf(service, plan);
        const way =
          access.state === 'connector'
            ? connector
              ? connectorNetwork(connector.data, plan)
              : null
            : access.network
              ? networkKey(access.network, plan)
              : subnetworkKey(access.subnetwork, plan);
        return linksOf(service, plan).flatMap(({ redis }): DeclaredFinding[] => {
          const told = { code: 'cloud/egress-not-routed', place: access.egress?.place ?? access.place, also: [redis.place], subject: service.address };
          if (sameNetwork(way, redisNetwork(redis.data, plan)) === false) {
            const by = connector ? `${connector.name} leads` : 'its egress leads';
            return [
              {
                ...told,
                place: access.place,
                summary: `${service.address} cannot reach ${redis.name}: ${by} into another network than the instance's.`,
                also: [...(connector ? [connector.place] : []), redis.place],
              },
            ];
          }
          const range = plainText(redis.data.resource.attributes.get('reserved_ip_range'));
          const egress = plainText(access.egress);
          const privateOnly = egress === null ? !access.egress : /private/i.test(egress);
          if (range !== null && isPublic(range) && privateOnly)
            return [{ ...told, summary: `${service.address} routes private ranges only, and the addresses of ${redis.name} are in none of them: its egress must be all traffic.` }];
          return [];
        });
      }),
    ),
  );
}

/** Addresses outside of the ranges that count as private: RFC 1918, shared, documentation and reserved ones. */
function isPublic(range: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}\/\d{1,2}$/.exec(range);
  if (!match) return false;
  const [a = 0, b = 0, c = 0] = match.slice(1).map(Number);
  const known =
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && (b === 168 || b === 0 || (b === 88 && c === 99))) ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113);
  return !known && a > 0 && a < 256;
}

/** cloud/region-mismatch: service, connector and instance must be in one region. */
export function regionMismatch(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  if (ofKind(objects, 'cloud-service').length === 0) return [];
  return once(
    plansOf(objects).flatMap((plan) =>
      plan.services.flatMap(({ data: service }): DeclaredFinding[] => {
        if (service.cloud !== 'google') return [];
        const here = regionText(service.region);
        const links = linksOf(service, plan);
        if (here === null || links.length === 0) return [];
        const connector = connectorOf(service, plan);
        const there = regionText(connector?.data.region ?? null);
        const named = regionOfPath(plainText(service.access?.connector ?? null)) ?? there;
        const code = 'cloud/region-mismatch';
        const place = service.region?.place ?? service.access?.place;
        if (named !== null && named !== here && place)
          return [
            {
              code,
              place,
              summary: `${service.address} runs in ${here}, and its connector is in ${named}: it can only use one of its own region.`,
              also: connector ? [connector.place] : [],
              subject: service.address,
            },
          ];
        return links.flatMap(({ redis }): DeclaredFinding[] => {
          const region = regionText(redis.data.region, redis.data.zone);
          if (region === null || region === here || !place || redis.data.type !== 'google_redis_instance') return [];
          return [
            {
              code,
              place,
              summary: `${service.address} runs in ${here}, and ${redis.name} is in ${region}: it is reached from its own region.`,
              also: [redis.data.region?.place ?? redis.place],
              subject: service.address,
            },
          ];
        });
      }),
    ),
  );
}

const regionOfPath = (text: string | null): string | null => /\/locations\/([a-z]+-[a-z]+\d+)\/connectors\//.exec(text ?? '')?.[1] ?? null;
