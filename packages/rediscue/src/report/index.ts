import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import type { Render } from './options.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

/** Formats of a report and the ending of a file that holds one. */
export const formats = { text: 'txt', json: 'json', markdown: 'md', junit: 'xml', sarif: 'sarif' } as const;
export type Format = keyof typeof formats;

export const renderers: Record<Format, Render> = { text: renderText, json: renderJson, markdown: renderMarkdown, junit: renderJunit, sarif: renderSarif };

export type { Render, RenderOptions } from './options.ts';
