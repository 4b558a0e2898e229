import { type CauseCode, catalogue } from '../../packages/rediscue/src/causes/catalogue.ts';
import type { Cause } from '../../packages/rediscue/src/causes/define.ts';
import { causes } from '../../packages/rediscue/src/causes/generated/index.ts';
import { type Block, causePage } from '../../packages/rediscue/src/causes/page.ts';
import { exampleReport } from '../../packages/rediscue/src/cli/commands/explain/run.ts';
import type { Generated } from './generated.ts';
import { notice, text } from './markdown.ts';

const folder = 'docs/reference/causes';

/** A page for each code that this version judges, and the list of all codes. */
export function causePages(): Generated[] {
  return [{ file: `${folder}/README.md`, text: index() }, ...causes.map((cause) => ({ file: `${folder}/${cause.code}.md`, text: page(cause) }))];
}

function page(cause: Cause): string {
  const example = exampleReport(cause, { colour: false, unicode: true, width: 100 });
  const blocks = causePage(cause, causes, example).map((block) => render(block, cause.code));
  return `${[notice, `# ${cause.code}`, `**${text(cause.title)}**`, ...blocks].join('\n\n')}\n`;
}

function render(block: Block, of: CauseCode): string {
  if ('heading' in block) return `## ${block.heading}`;
  if ('text' in block) return text(block.text);
  if ('items' in block) return block.items.map((item) => `- ${link(item, of) ?? text(item)}`).join('\n');
  return ['```text', block.sample, '```'].join('\n');
}

/** Codes link to their pages. */
function link(item: string, of: CauseCode): string | null {
  if (!Object.hasOwn(catalogue, item)) return item.endsWith('/*') ? `\`${item}\`` : null;
  const [family, name] = item.split('/');
  return `[${item}](${of.startsWith(`${family}/`) ? '' : `../${family}/`}${name}.md)`;
}

function index(): string {
  const families = [...new Set(Object.keys(catalogue).map((code) => code.slice(0, code.indexOf('/'))))];
  const sections = families.flatMap((family) => {
    const codes = (Object.keys(catalogue) as CauseCode[]).filter((code) => code.startsWith(`${family}/`));
    return [`## ${family}`, ['| code | severity | cause |', '| --- | --- | --- |', ...codes.map(row)].join('\n')];
  });
  return `${[notice, '# Causes', 'Every code that a report can name. A code is never renamed, and a retired one is never used again. `rediscue explain CODE` prints a page.', ...sections].join('\n\n')}\n`;
}

function row(code: CauseCode): string {
  const cause = causes.find((each) => each.code === code);
  if (cause === undefined) return `| \`${code}\` | ${catalogue[code]} | *not judged by this version* |`;
  return `| [${code}](${code}.md) | ${catalogue[code]} | ${text(cause.title).replaceAll('|', '\\|')} |`;
}
