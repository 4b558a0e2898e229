import { diagnoseTarget, edit, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { configFile, serverProcess } from '../example-parts.ts';
import { redisCli } from '../remedy.ts';
import { changedAfterStart, differences, differencesText, ownFile } from '../settings.ts';

const lines = [
  ['port', '6379'],
  ['maxmemory', '1gb'],
  ['save', '900', '1', '300', '10'],
  ['requirepass', '***'],
] as const;
const before = { foundBy: 'arguments', modifiedAt: '2026-11-01T08:00:00.000Z' } as const;

export default defineCause({
  code: 'config/drift',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The live settings differ from the file',
  meaning: 'Someone changed the running server and not its file. The next restart brings the old values back, usually when nobody expects it.',
  detection:
    'CONFIG GET is compared with the file that the server read at its start, which is older than that start. What the command line sets is left out. A file changed after the start is config/change-not-applied.',
  advice: 'Keep the live values with CONFIG REWRITE, or bring the server back to the file.',
  needs: ['config'],
  explains: [],
  detect: (at) => {
    const file = ownFile(at);
    if (!file || changedAfterStart(at, file.modifiedAt) !== false) return null;
    const different = differences(at, file);
    if (different.length === 0) return null;
    return {
      summary: `${at.subject} runs on other settings than ${file.file} says: ${differencesText(different)}; a restart would change them.`,
      evidence: ['config', 'configFile'],
      where: different.flatMap(({ place }) => (place ? [place] : [])).slice(0, 4),
      remedies: [
        remedy('Keep the live settings', [`${redisCli(at)} CONFIG REWRITE`], diagnoseTarget(at.target)),
        remedy('Or look at the file, and set the server to what it says', [edit(different[0]?.place ?? { file: file.file })], diagnoseTarget(at.target)),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'maxmemory was changed on the running server',
        facts: {
          process: serverProcess(),
          configFile: configFile(
            [
              ['port', '6379'],
              ['maxmemory', '100mb'],
            ],
            before,
          ),
        },
      },
      {
        name: 'snapshots were switched off on the running server',
        facts: { process: serverProcess(), config: { value: { values: { save: '' } } }, configFile: configFile(lines, before) },
      },
    ],
    good: [
      { name: 'the same size in other words', facts: { process: serverProcess(), configFile: configFile(lines, before) } },
      {
        name: 'set by the command line',
        facts: {
          process: serverProcess({ arguments: ['redis-server', '/srv/app/redis.conf', '--maxmemory', '1gb'] }),
          configFile: configFile(
            [
              ['maxmemory', '100mb'],
              ['requirepass', '***'],
            ],
            before,
          ),
        },
      },
      { name: 'a file of the project that the server did not read', facts: { process: serverProcess(), configFile: configFile([['maxmemory', '100mb']]) } },
      { name: 'CONFIG is refused', facts: { config: { state: 'refused', reply: 'NOPERM' }, process: serverProcess(), configFile: configFile([['maxmemory', '100mb']], before) } },
    ],
  },
});
