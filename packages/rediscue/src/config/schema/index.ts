import { z } from 'zod';
import { App } from './app.ts';
import { Audit } from './audit.ts';
import { Diagnose } from './diagnose.ts';
import { Targets } from './targets.ts';

export type { TargetSettings } from './targets.ts';

/** `rediscue.yaml`: types, checks, messages, the JSON Schema for editors and the manual's page all come from here. */
export const Settings = z
  .strictObject({ targets: Targets.optional(), diagnose: Diagnose.optional(), audit: Audit.optional(), app: App.optional() }, { error: 'a map of settings' })
  .meta({ title: 'rediscue.yaml', description: 'What Rediscue cannot know by itself, or should not guess.' });
export type Settings = z.infer<typeof Settings>;

/** A key of the JSON Schema, as far as messages, the page and the written file need it. */
export interface SchemaNode {
  description?: string;
  default?: unknown;
  examples?: unknown[];
  type?: string;
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  pattern?: string;
}

/** The JSON Schema of rediscue.yaml, for editors and the manual. */
export const settingsSchema = (): SchemaNode & { $schema?: string } => z.toJSONSchema(Settings, { target: 'draft-2020-12', io: 'input' }) as SchemaNode;
