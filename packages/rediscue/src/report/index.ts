import type { Render } from './options.ts';

/** Formats of a report and the ending of a file that holds one. */
export const formats = { text: 'txt', json: 'json', markdown: 'md', junit: 'xml', sarif: 'sarif' } as const;
export type Format = keyof typeof formats;

/** The renderer of a format, loaded when it is wanted. */
export const renderers: Record<Format, () => Promise<Render>> = {
  text: async () => (await import('./text.ts')).renderText,
  json: async () => (await import('./json.ts')).renderJson,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  junit: async () => (await import('./junit.ts')).renderJunit,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
};

export type { Render, RenderOptions } from './options.ts';
