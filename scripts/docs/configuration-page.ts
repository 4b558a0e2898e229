import { type SchemaNode, settingsSchema } from '../../packages/rediscue/src/config/schema/index.ts';
import type { Generated } from './generated.ts';
import { notice, text } from './markdown.ts';

/** The reference of rediscue.yaml, from the schema that checks it. */
export function configurationPage(): Generated {
  const { description = '', properties = {} } = settingsSchema();
  const blocks = [
    notice,
    '# rediscue.yaml',
    text(description),
    'It stands in the folder of the project, and none is needed. `rediscue init` writes one from what the project declares. A key that there is not, or a value that a setting cannot have, is told with its line, and nothing else is done (exit status 2). Editors complete it by [its schema](rediscue.schema.json).',
    [
      '```yaml',
      'targets:',
      '  cache:',
      '    url: rediss://app@cache.internal:6380/0',
      '    passwordEnv: REDIS_PASSWORD',
      '  sessions: redis://sessions.internal',
      'audit:',
      '  ignore: legacy/**',
      '```',
    ].join('\n'),
    ...Object.entries(properties).flatMap(([name, node]) => section(name, node)),
  ];
  return { file: 'docs/reference/configuration.md', text: `${blocks.join('\n\n')}\n` };
}

function section(name: string, node: SchemaNode): string[] {
  const isNamed = typeof node.additionalProperties === 'object';
  const keys = mapOf(isNamed ? (node.additionalProperties as SchemaNode) : node)?.properties ?? {};
  const intro = isNamed ? 'Each has a name of your own, and is a URL or a map of these settings.' : null;
  return [`## ${name}`, text(node.description ?? ''), ...(intro === null ? [] : [intro]), ['| setting | default | meaning |', '| --- | --- | --- |', ...rows(keys, '')].join('\n')];
}

const mapOf = (node: SchemaNode): SchemaNode | undefined => (node.properties ? node : node.anyOf?.find(({ properties }) => properties));

const rows = (keys: Record<string, SchemaNode>, above: string): string[] =>
  Object.entries(keys).flatMap(([key, node]) => [
    `| \`${above}${key}\` | ${node.default === undefined ? '' : `\`${JSON.stringify(node.default).replaceAll('"', '')}\``} | ${text(node.description ?? '').replaceAll('|', '\\|')} |`,
    ...rows(mapOf(node)?.properties ?? {}, `${above}${key}.`),
  ]);
