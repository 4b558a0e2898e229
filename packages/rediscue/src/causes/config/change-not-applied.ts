import type { Place } from '../../facts/index.ts';
import { deadEnds, diagnoseTarget, edit, places, placeText, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found, type Remedy } from '../define.ts';
import { configFile, loginRefused, serverProcess } from '../example-parts.ts';
import { kubectl, objectAt } from '../kubectl.ts';
import { hurt, isUsable } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { workingRivals } from '../rivals.ts';
import { changedAfterStart, differences, differencesText, ownFile } from '../settings.ts';
import type { EndpointView } from '../view.ts';

const after = { foundBy: 'arguments', modifiedAt: '2026-11-19T08:00:00.000Z' } as const;
const wrongPass = 'WRONGPASS invalid username-password pair or user is disabled.';

/** `/srv/app/redis.conf` with a password of line 2, compared with the one that the application sends. */
const passwordFile = (is: 'same' | 'other', changedAt: string) =>
  configFile(
    [
      ['port', '6379'],
      ['requirepass', '***'],
    ],
    { modifiedAt: changedAt, declaredPassword: { is, place: { file: '/srv/app/redis.conf', line: 2 }, changedAt } },
  );

/** The equality of two passwords is a proof of its own: a small margin for the clocks is enough. */
const passwordMarginMs = 200;

/** How the running server takes the new password without a restart; a `user` line of redis.conf is read at a start only. */
function liveRemedy(at: EndpointView, { file, line }: Place, hasOld: boolean): Remedy[] {
  const directive = at.get('configFile')?.directives.find(({ place }) => place.file === file && place.line === line);
  const old = hasOld ? 'read -rs REDISCLI_AUTH && export REDISCLI_AUTH; ' : '';
  const set = `${old}read -rs NEW_PASSWORD && printf 'CONFIG SET requirepass "%s"\\n' "$NEW_PASSWORD" | ${redisCli(at)}`;
  if (directive?.name === 'requirepass')
    return [
      remedy(
        `Set it on the running server (${hasOld ? 'the old password, then the new one' : 'it'} is asked for, and not shown)`,
        [set],
        diagnoseTarget(at.target),
        'disruptive',
        'set-app-password',
      ),
    ];
  return directive
    ? []
    : [remedy('Let the running server read its ACL file again, as a user who may', [`${redisCli(at)} --askpass ACL LOAD`], diagnoseTarget(at.target), 'disruptive')];
}

/** The server refuses the password that its own file holds since it was changed. Whoever found the file: that they are equal ties them. */
function passwordNotApplied(at: EndpointView): Found | null {
  const file = at.get('configFile');
  const auth = at.get('auth');
  const declared = file?.declaredPassword;
  const user = at.target.declared?.username ?? 'default';
  const isOpen = auth?.outcome === 'server-has-none' || (auth?.outcome === 'accepted' && auth.acceptsAnything && user === 'default');
  if (declared?.is !== 'same' || !(isOpen || auth?.outcome === 'rejected')) return null;
  const margin = at.get('process')?.startedAt ? passwordMarginMs : undefined;
  if (changedAfterStart(at, declared.changedAt, margin) !== true) return null;
  const { place } = declared;
  return {
    ...hurt(at, 'error'),
    summary: `The password of ${user === 'default' ? 'the default user' : `user ${user}`} in ${placeText(place)} is the one that ${sourceText(at.target)} gives, but the file was changed after ${at.subject} had started, which still has ${isOpen ? 'none' : 'another one'}.`,
    why: `${place.file} was changed after the server had started, which still has ${isOpen ? 'no password' : 'the old password'}`,
    evidence: ['configFile', 'auth', 'process', 'target'],
    where: [place],
    remedies: [
      ...liveRemedy(at, place, !isOpen),
      remedy('Look at the file, and restart the server at a good time', [edit(place)], diagnoseTarget(at.target), 'disruptive', 'restart-redis'),
    ],
  };
}

/** What runs works, and the manifest says something else: the next time it is applied, that counts. */
function driftedFromManifest(at: EndpointView): Found | null {
  const rival = at.get('rivals')?.overridden.find(({ rule, place }) => rule.startsWith('the running ') && place !== null && objectAt(place) === null);
  if (!rival?.place) return null;
  const own = places(at.target).find((place) => objectAt(place) !== null);
  return {
    severity: 'warning',
    summary: `${placeText(rival.place)} says otherwise than what runs in the cluster, and works: it names ${rival.differs === 'endpoint' ? rival.name : 'another login'}, which counts once the manifest is applied.`,
    why: `${rival.place.file} differs from what runs`,
    evidence: ['rivals', 'target', 'kubernetes'],
    where: [rival.place, ...(own ? [own] : [])],
    remedies: [remedy('Write into the manifest what runs, or apply it on purpose', [edit(rival.place)], diagnoseTarget(at.target))],
  };
}

/** What the cluster runs differs from its manifest: it was changed there, or the manifest was not applied since. */
function liveNotRenewed(at: EndpointView, live: string, { rival, other, does }: ReturnType<typeof workingRivals>[number]): Found {
  const place = rival.place ?? places(other)[0];
  const own = places(at.target).find(({ file }) => objectAt({ file }) !== null);
  const cluster = at.get('kubernetes');
  const object = place && objectAt(place);
  const apply =
    place === undefined || !cluster
      ? []
      : object
        ? [`${kubectl(object)} rollout restart ${object.object}`]
        : [`kubectl --context ${cluster.context} -n ${cluster.home} diff -f '${place.file}'`, `kubectl --context ${cluster.context} -n ${cluster.home} apply -f '${place.file}'`];
  return {
    ...hurt(at, 'critical'),
    summary: `The ${live} runs with other values than ${sourceText(other)}: what it has ${does}, and what stands there works.`,
    why: `${place?.file ?? 'the manifest'} says otherwise than what runs`,
    evidence: ['rivals', 'target', 'kubernetes'],
    where: [...(place ? [place] : []), ...(own ? [own] : [])],
    concerns: at.target.endpoints.map(({ subject }) => subject),
    remedies: [remedy('See the difference, and apply the manifest', apply, diagnoseTarget(at.target), 'disruptive')],
  };
}

/** The application's container runs with the variables of its start, while its file says others now, and those work. */
function containerNotRenewed(at: EndpointView): Found | null {
  const drifted = at.isEntry && isUsable(at) && at.get('kubernetes') ? driftedFromManifest(at) : null;
  if (drifted) return drifted;
  const beaten = at.isEntry ? workingRivals(at.target).find(({ isOutdated }) => isOutdated) : undefined;
  if (!beaten) return null;
  const { rival, other, does } = beaten;
  const container = /^the running container (\S+)/.exec(rival.rule)?.[1] ?? '';
  const [, live] = /^the running ((?:pod|[A-Z]\w+) \S+)/.exec(rival.rule) ?? [];
  if (live !== undefined) return liveNotRenewed(at, live, beaten);
  const [consumer] = at.target.consumers;
  const service = consumer?.name.split(' in ')[0] ?? container;
  return {
    ...hurt(at, 'critical'),
    summary: `The container ${container} still runs with what it was started with, which ${does}; ${sourceText(other)} was changed since, and works.`,
    why: `${container} was not made anew after ${rival.place?.file ?? 'its file'} was changed`,
    evidence: ['rivals', 'target'],
    where: rival.place ? [rival.place] : [],
    concerns: at.target.endpoints.map(({ subject }) => subject),
    remedies: [remedy('Make the container anew with what the file says now', [`docker compose up -d ${service}`], diagnoseTarget(at.target), 'disruptive', 'recreate-container')],
  };
}

export default defineCause({
  code: 'config/change-not-applied',
  severity: 'error',
  scope: 'endpoint',
  title: 'The file was changed, and what runs still has the old values',
  meaning: 'Redis reads its file once, at its start. Someone edited it and expects the new values to hold; they will, at the next restart.',
  detection:
    "The server's own file is newer than its start, and CONFIG GET shows other values than the file. For a password: the server refuses the one that the application sends, while a file that is newer than its start holds exactly that one (compared in memory, in clear or as SHA-256, for `requirepass`, `user` lines and ACL files). Or an application's container runs with other variables than its compose file gives it now: those that it has fail, those of the file work. In a cluster the first between a running pod and its manifest; where both work, a warning.",
  advice: 'Set the values on the running server too (CONFIG SET), or restart it at a good time.',
  needs: ['config'],
  explains: [
    ...deadEnds,
    'tls/server-is-plaintext',
    'tls/server-expects-tls',
    'config/drift',
    'auth/password-wrong',
    'auth/server-has-no-password',
    'auth/password-missing',
    'auth/user-unknown',
    'auth/user-disabled',
    'security/open-to-the-world',
  ],
  detect: (at) => {
    const container = containerNotRenewed(at);
    if (container) return container;
    const password = passwordNotApplied(at);
    if (password) return password;
    const file = ownFile(at);
    if (!file || changedAfterStart(at, file.modifiedAt) !== true) return null;
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
    if (outcome === 'rejected' && file.declaredPassword === null && file.directives.some(({ name }) => name === 'requirepass'))
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
      {
        name: 'the application has the new password of the file, the running server the old one',
        facts: { ...loginRefused('rejected', wrongPass), process: serverProcess(), configFile: passwordFile('same', '2026-11-19T08:00:00.000Z') },
      },
      {
        name: 'the file has a password since today, the running server none',
        facts: {
          ...loginRefused('server-has-none', 'ERR AUTH <password> called without any password configured for the default user.'),
          process: serverProcess(),
          configFile: passwordFile('same', '2026-11-19T08:00:00.000Z'),
        },
      },
    ],
    good: [
      {
        name: 'the application has a password that neither of the two has',
        facts: { ...loginRefused('rejected', wrongPass), process: serverProcess(), configFile: passwordFile('other', '2026-11-19T08:00:00.000Z') },
      },
      {
        name: 'the running server was given another password, the file is the old one',
        facts: { ...loginRefused('rejected', wrongPass), process: serverProcess(), configFile: passwordFile('same', '2026-11-01T08:00:00.000Z') },
      },
      {
        name: 'the password of the changed file works',
        facts: { process: serverProcess(), configFile: passwordFile('same', '2026-11-19T08:00:00.000Z') },
      },
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
