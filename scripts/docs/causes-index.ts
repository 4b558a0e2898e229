import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../packages/rediscue/src/causes/catalogue.ts';
import type { Generated } from './generated.ts';

/** The list of all cause files: imports that a bundler can see, in the catalogue's order. */
export async function causesIndex(root: string): Promise<Generated[]> {
  const folder = join(root, 'packages/rediscue/src/causes');
  const files = new Set((await readdir(folder, { recursive: true })).map((file) => file.replaceAll('\\', '/')));
  const codes = Object.keys(catalogue).filter((code) => files.has(`${code}.ts`));
  const imports = codes.map((code) => ({ from: `../${code}.ts`, name: identifier(code) })).sort((a, b) => (a.from < b.from ? -1 : 1));
  const lines = [
    '// Generated from the folders beside this one by `node scripts/docs.ts`; not to be edited.',
    "import type { Cause, Scope } from '../define.ts';",
    ...imports.map(({ from, name }) => `import ${name} from '${from}';`),
    '',
    '/** Every cause that has a file, in the order of the catalogue. */',
    'export const causes: readonly Cause[] = [',
    ...codes.map((code) => `  ${identifier(code)} as Cause<Scope>,`),
    '];',
    '',
  ];
  return [{ file: 'packages/rediscue/src/causes/generated/index.ts', text: lines.join('\n') }];
}

/** `auth/password-missing` → `authPasswordMissing`. */
const identifier = (code: string): string => code.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
