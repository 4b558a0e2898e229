import { errors } from '../../packages/rediscue/src/errors.ts';
import type { Generated } from './generated.ts';
import { notice, text } from './markdown.ts';

/** Errors about our own work, in contrast to causes, which are about the user's system. */
export function errorsPage(): Generated {
  const rows = Object.values(errors.table)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, exit, when, ...entry }) =>
      `| \`${code}\` | ${exit} | ${text(when)} ${'hint' in entry && typeof entry.hint === 'string' ? text(entry.hint) : ''}`.trimEnd().concat(' |'),
    );
  const intro = 'A command that cannot do its work says so on stderr with one of these codes; with `--json` also as a document on stdout ([schema](error.schema.json)).';
  return {
    file: 'docs/reference/errors.md',
    text: `${[notice, '# Errors', intro, ['| code | exit status | when, and what helps |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n')}\n`,
  };
}
