import { diagnoseTarget, edit, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { configFile, loginRefused, serverProcess } from '../example-parts.ts';
import { redisCli } from '../remedy.ts';
import { changedAfterStart, differences, differencesText, ownFile } from '../settings.ts';

const after = { foundBy: 'arguments', modifiedAt: '2026-11-19T08:00:00.000Z' } as const;

export default defineCause({
  code: 'config/change-not-applied',
  severity: 'error',
  scope: 'endpoint',
  title: 'The file was changed, the server still runs on the old values',
  meaning: 'Redis reads its file once, at its start. Someone edited it and expects the new values to hold; they will, at the next restart.',
  detection: "The server's own file is newer than its start, and CONFIG GET shows other values than the file.",
  advice: 'Set the values on the running server too (CONFIG SET), or restart it at a good time.',
  needs: ['config'],
  explains: ['config/drift', 'auth/server-has-no-password', 'auth/password-missing', 'security/open-to-the-world'],
  detect: (at) => {
    const file = ownFile(at);
    if (!file || changedAfterStart(at, file) !== true) return null;
    const different = differences(at, file);
    if (different.length > 0)
      return {
        summary: `${file.file} was changed after ${at.subject} had started, which still runs on the old values: ${differencesText(different)}.`,
        why: `${file.file} is newer than the start of the server`,
        evidence: ['config', 'configFile', 'process', 'info'],
        where: different.flatMap(({ place }) => (place ? [place] : [])).slice(0, 4),
        remedies: [
          remedy(
            'Set them on the running server too',
            different
              .filter(({ name }) => name !== 'requirepass')
              .map(({ name, file: value }) => `${redisCli(at)} CONFIG SET ${name} ${value.includes(' ') ? `"${value}"` : value}`),
            diagnoseTarget(at.target),
          ),
          remedy(
            'Or look at the file, and restart the server at a good time',
            [edit(different[0]?.place ?? { file: file.file })],
            diagnoseTarget(at.target),
            'disruptive',
            'restart-redis',
          ),
        ],
      };
    const outcome = at.get('auth')?.outcome;
    if (outcome === 'rejected' && file.directives.some(({ name }) => name === 'requirepass'))
      return {
        undecided: `${file.file} was changed after ${at.subject} had started; whether its password is among the changes`,
        needs: 'a login that the running server accepts',
      };
    return null;
  },
  examples: {
    bad: [
      {
        name: 'maxmemory was raised in the file',
        facts: {
          process: serverProcess(),
          configFile: configFile(
            [
              ['maxmemory', '4gb'],
              ['requirepass', '***'],
            ],
            after,
          ),
        },
      },
      {
        name: 'a password was written to the file, the running server has none',
        facts: {
          auth: { openWithoutLogin: true, tries: [], outcome: 'server-has-none', acceptsAnything: true },
          config: { value: { secrets: { requirepass: { set: false } } } },
          process: serverProcess(),
          configFile: configFile(
            [
              ['port', '6379'],
              ['requirepass', '***'],
            ],
            after,
          ),
        },
      },
    ],
    good: [
      {
        name: 'changed and rewritten by the server itself: the values are the same',
        facts: {
          process: serverProcess(),
          configFile: configFile(
            [
              ['maxmemory', '1gb'],
              ['requirepass', '***'],
            ],
            after,
          ),
        },
      },
      {
        name: 'the file is older than the start',
        facts: {
          process: serverProcess(),
          configFile: configFile(
            [
              ['maxmemory', '4gb'],
              ['requirepass', '***'],
            ],
            { foundBy: 'arguments' },
          ),
        },
      },
      {
        name: 'the login is refused, and what changed cannot be told',
        facts: { ...loginRefused('rejected', 'WRONGPASS'), process: serverProcess(), configFile: configFile([['requirepass', '***']], after) },
      },
    ],
  },
});
