export { parseHcl, parseTemplate } from './body.ts';
export { parseTerraformJson } from './json.ts';
export type { Attribute, Block, Body, Expression, Parsed, Span, Step, SyntaxProblem } from './syntax.ts';
