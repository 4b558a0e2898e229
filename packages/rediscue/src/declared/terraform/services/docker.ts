import type { Mount } from '../../reading.ts';
import { type Plan, type PlannedResource, resourceBehind } from '../plan.ts';
import { blocksNamed, given } from '../resources.ts';
import { known, knownBoolean, knownNumber, plainText, type TerraformValue } from '../values.ts';
import { type Given, type Service, wordsOf } from './service.ts';

/** Containers of the Docker provider. */
export function dockerServices(plan: Plan): Service[] {
  return plan.ofTypes('docker_container').map((resource) => {
    const name = plainText(given(resource, 'name'));
    const host = plainText(given(resource, 'hostname'));
    const healthTest = blocksNamed(resource, 'healthcheck').map((block) => given(block, 'test'))[0];
    const healthWords = healthTest ? wordsOf(healthTest) : null;
    return {
      resource,
      cloud: null,
      region: null,
      access: null,
      containers: [
        {
          name: null,
          variables: itemsOf(given(resource, 'env')).flatMap(variableOf),
          image: imageOf(resource, plan),
          command: given(resource, 'entrypoint', 'command'),
          ports: blocksNamed(resource, 'ports').flatMap((block) => {
            const inside = knownNumber(given(block, 'internal'));
            return inside === null ? [] : [{ inside, outside: knownNumber(given(block, 'external')), address: plainText(given(block, 'ip')), place: block.place }];
          }),
          mounts: blocksNamed(resource, 'volumes').flatMap((block): Mount[] => {
            const target = plainText(given(block, 'container_path'));
            const bind = plainText(given(block, 'host_path'));
            if (target === null) return [];
            return [
              {
                kind: bind === null ? 'volume' : 'bind',
                source: bind ?? plainText(given(block, 'volume_name')),
                target,
                readOnly: knownBoolean(given(block, 'read_only')) ?? false,
                place: block.place,
              },
            ];
          }),
          networks: blocksNamed(resource, 'networks_advanced').flatMap((block) => {
            const network = plainText(given(block, 'name')) ?? resourceBehind(given(block, 'name'), plan)?.address;
            return network === undefined ? [] : [{ name: network, aliases: itemsOf(given(block, 'aliases')).flatMap((alias) => plainText(alias) ?? []), place: block.place }];
          }),
          hostNetwork: plainText(given(resource, 'network_mode')) === 'host',
          reachedAs: [...new Set([name, host].filter((each) => each !== null))],
          restart: given(resource, 'restart'),
          memoryMiB: given(resource, 'memory'),
          user: given(resource, 'user'),
          healthCheck:
            healthTest && healthWords
              ? { value: /^CMD(-SHELL)?$/.test(healthWords[0] ?? '') ? healthWords.slice(1) : healthWords[0] === 'NONE' ? null : healthWords, place: healthTest.place }
              : null,
        },
      ],
    };
  });
}

const itemsOf = (value: TerraformValue | null): readonly TerraformValue[] => (value?.is === 'list' ? value.items : []);

/** `REDIS_HOST=cache`: the value behind the sign, with references kept. */
function variableOf(entry: TerraformValue): Given[] {
  const { place, through, origin } = entry;
  const text = plainText(entry) ?? (entry.is === 'text' && typeof entry.parts[0] === 'string' ? entry.parts[0] : '');
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === '') return [];
  if (entry.is !== 'text') return [{ name, value: known(value, { place, through, origin }), secret: null, place }];
  const parts = [...(value === '' ? [] : [value]), ...entry.parts.slice(1)];
  const [only] = parts;
  const rest = { place, through, origin };
  if (parts.length === 1 && typeof only === 'object' && only.to !== null) return [{ name, value: { is: 'reference', to: only.to, ...rest }, secret: null, place }];
  return [{ name, value: { is: 'text', parts, ...rest }, secret: null, place }];
}

/** The image, also by way of a `docker_image`, whose name it then is. */
function imageOf(resource: PlannedResource, plan: Plan): TerraformValue | null {
  const image = given(resource, 'image');
  const behind = image && plainText(image) === null ? resourceBehind(image, plan) : undefined;
  return (behind?.type === 'docker_image' ? given(behind, 'name') : null) ?? image;
}
