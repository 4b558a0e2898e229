import type { Plan, PlannedResource } from '../plan.ts';
import { blocksNamed, given } from '../resources.ts';
import type { TerraformBlock } from '../types.ts';
import { plainText, type TerraformValue } from '../values.ts';
import type { Given, Service } from './service.ts';

/** What charts call the Redis that they are pointed at. */
const external = /^(?:global\.)?(?:externalRedis|redis\.external|redis\.externalRedis|externalValkey)\.(host|port|password|username|database|tls\.enabled|url)$/;
const means: Readonly<Record<string, string>> = {
  host: 'HOST',
  port: 'PORT',
  password: 'PASSWORD',
  username: 'USERNAME',
  database: 'DB',
  'tls.enabled': 'TLS_ENABLED',
  url: 'URL',
};

/** Helm releases that hand variables on by `set`. */
export function helmServices(plan: Plan): Service[] {
  return plan.ofTypes('helm_release').map((resource) => ({
    resource,
    cloud: null,
    region: null,
    access: null,
    containers: [{ name: null, variables: variablesOf(resource), image: null, command: null, runs: 'pod', reachedAs: [] }],
  }));
}

function variablesOf(release: PlannedResource): Given[] {
  const settings = ['set', 'set_sensitive'].flatMap((type) => blocksNamed(release, type)).flatMap((block) => setting(block));
  const byPath = new Map(settings.map((each) => [each.path, each]));
  return settings.flatMap(({ path, value }): Given[] => {
    const about = { value, secret: null, place: value.place };
    const outside = external.exec(path);
    if (outside) return [{ name: `REDIS_${means[outside[1] ?? '']}`, ...about }];
    // `extraEnv[0].name=REDIS_URL` beside `extraEnv[0].value=…`.
    const item = /^(.*\[\d+\])\.value$/.exec(path);
    const named = item ? plainText(byPath.get(`${item[1]}.name`)?.value) : null;
    if (named !== null) return [{ name: named, ...about }];
    const last = /(?:^|\.)(?:[\w-]*env[\w-]*|[\w-]*secrets?|data|config|configMap)\.([A-Z][A-Z0-9_]*)$/i.exec(path)?.[1];
    return last !== undefined && /^[A-Z][A-Z0-9_]*$/.test(last) ? [{ name: last, ...about }] : [];
  });
}

function setting(block: TerraformBlock): { path: string; value: TerraformValue }[] {
  const path = plainText(given(block, 'name'));
  const value = given(block, 'value');
  return path === null || !value || block.maybe ? [] : [{ path: path.replaceAll('\\.', '.'), value }];
}
