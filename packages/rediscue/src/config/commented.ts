// Loaded by `rediscue init` alone: the schema with zod.
import { type SchemaNode, settingsSchema } from './schema/index.ts';

/** Every setting beside the targets, commented out, with its default and its meaning. */
export function commentedSettings(): string {
  const { properties = {} } = settingsSchema();
  const target = properties.targets?.additionalProperties;
  const ofTarget = typeof target === 'object' ? (target.anyOf?.find((each) => each.properties)?.properties ?? {}) : {};
  const blocks = Object.entries(properties)
    .filter(([name]) => name !== 'targets')
    .map(([name, section]) => [`# ${section.description}`, `# ${name}:`, ...keyLines(section.properties ?? {}, '#   ')].join('\n'));
  return `${[['# What each target can have:', ...keyLines(ofTarget, '#   ')].join('\n'), ...blocks].join('\n\n')}\n`;
}

const keyLines = (keys: Record<string, SchemaNode>, lead: string): string[] => {
  const texts = Object.entries(keys).map(([key, node]) => ({ setting: `${key}: ${valueText(node)}`.trimEnd(), what: node.description ?? '' }));
  const width = Math.min(Math.max(...texts.map(({ setting }) => setting.length)), 44);
  return texts.map(({ setting, what }) => `${lead}${setting.padEnd(width)}  # ${what}`);
};

/** The default, or where there is none an example. */
function valueText({ default: byDefault, examples }: SchemaNode): string {
  const value = byDefault ?? examples?.[0];
  if (value === undefined) return '';
  return typeof value === 'string' && /^[\w./:-]+$/.test(value) && !value.endsWith(':') ? value : JSON.stringify(value);
}
