import type { AppLook } from '../../facts/index.ts';
import { quoted, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import type { TargetView } from '../view.ts';
import { health, look, refused, withApp } from './example-looks.ts';
import { looksOf, namesRedis, stateOf, usedEndpoints } from './looks.ts';

const isWell = ({ state, status }: AppLook): boolean => state === 'answered' && status !== null && status >= 200 && status < 300;

/** The targets that a check may mean: those whose use it names, or all. */
function meant(name: string, targets: readonly TargetView[]): readonly TargetView[] {
  const used = targets.filter(({ declared }) => declared?.use != null && name.toLowerCase().includes(declared.use));
  return used.length > 0 ? used : targets;
}

export default defineCause({
  code: 'app/readiness-blind',
  severity: 'warning',
  scope: 'project',
  title: 'A check of the application says ok, and its Redis cannot be used',
  meaning:
    'The check does not ask the Redis that the application uses: it looks at a flag, an object or another server. Whoever relies on it sends requests to an application that cannot serve them.',
  detection:
    'A health URL answers 2xx and calls a dependency with the name of Redis ok, or is the one for readiness and says nothing of being degraded, while none of the servers that it may mean can be used from here.',
  advice: 'Let the check do a round trip to the same server with the same login, such as PING or a read, with a short limit of its own.',
  needs: [],
  explains: [],
  detect: (project) => {
    const failing = project.targets.filter((target) => stateOf(target) === 'failing');
    if (failing.length === 0) return null;
    return looksOf(project).flatMap((one): Found[] => {
      if (one.role === 'metrics' || !isWell(one)) return [];
      const named = (one.health?.dependencies ?? []).filter(({ name }) => namesRedis(name));
      const ok = named.find(({ name, isOk }) => isOk === true && meant(name, project.targets).every((target) => failing.includes(target)));
      const isReady = one.role === 'ready' && named.length === 0 && one.health?.isOk === true && failing.length === project.targets.length;
      if (ok === undefined && !isReady) return [];
      const [target] = ok === undefined ? failing : meant(ok.name, failing);
      if (target === undefined) return [];
      return [
        {
          summary: `${one.url} says that ${ok === undefined ? 'the application is ready' : `${ok.name} is ${quoted(ok.state)}`}, and ${target.name} cannot be used: the check does not ask it.`,
          evidence: ['app'],
          where: one.place === null ? [] : [one.place],
          target: target.name,
          concerns: usedEndpoints([target]),
          remedies: [remedy('Let the check ask that server: PING by the connection that the application works with', [], 'rediscue diagnose')],
        },
      ];
    });
  },
  examples: {
    bad: [
      { name: 'the body calls Redis up', facts: withApp(refused, { looks: [look({ health: health('redis', 'up', true) })] }), says: 'redis is "up"' },
      {
        name: 'readiness is claimed',
        facts: withApp(refused, { looks: [look({ role: 'ready', url: 'http://127.0.0.1:3000/ready', health: { isOk: true, status: 'ready', dependencies: [] } })] }),
        says: 'ready',
      },
    ],
    good: [
      { name: 'Redis works', facts: withApp({}, { looks: [look({ health: health('redis', 'up', true) })] }) },
      { name: 'a sign of life speaks of no dependency', facts: withApp(refused, { looks: [look({ health: { isOk: true, status: 'ok', dependencies: [] } })] }) },
      { name: 'it says that it is degraded', facts: withApp(refused, { looks: [look({ role: 'ready', health: { isOk: false, status: 'degraded', dependencies: [] } })] }) },
    ],
  },
});
