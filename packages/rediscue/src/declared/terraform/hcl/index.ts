export { parseHcl, parseTemplate } from './body.ts';
export { parseTerraformJson } from './json.ts';
export type { Block, Body, Expression, Parsed, Step } from './syntax.ts';
