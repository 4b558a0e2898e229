import { z } from 'zod';
import { filePath, oneOrMore, text } from './text.ts';

const globs = 'a pattern of paths such as legacy/**, or a list of them';

export const Audit = z
  .strictObject(
    {
      ignore: oneOrMore(text(globs), globs)
        .optional()
        .meta({
          description: 'Findings in files that match are left out: `*` stands for a name or a part of one, `**` for any folders.',
          examples: [['legacy/**', '**/*.bak.yml']],
        }),
      baseline: filePath()
        .optional()
        .meta({ description: 'Findings that this file lists are left out, as with --baseline.', examples: ['.rediscue-baseline.json'] }),
    },
    { error: 'a map of settings' },
  )
  .meta({ description: 'What `rediscue audit` leaves out.' });
