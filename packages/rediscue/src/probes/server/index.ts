import { setTimeout as delay } from 'node:timers/promises';
import type { FactData, ProbeName } from '../../facts/index.ts';
import { type Command, parseInfo, text } from '../../redis/index.ts';
import type { ServerProbe } from '../interface.ts';
import { acl, withCategories } from './acl.ts';
import { Asker } from './asker.ts';
import { clients } from './clients.ts';
import { cluster } from './cluster.ts';
import { config, takesOneNameOnly } from './config.ts';
import { readKeys, sampleCommand } from './keys/keys.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { modules } from './modules.ts';
import { ownName } from './own-traces.ts';
import { answer, NotAsked, type Outcome, type Question, reasonNotToAsk } from './question.ts';
import { ownCost, readRates, secondInfo } from './rates.ts';
import { script } from './script.ts';
import { askSentinel } from './sentinel.ts';
import { ServerView } from './server-view.ts';
import { slowlog } from './slowlog.ts';

/** Questions with what they need and cost, for the manual. INFO, rates, keys and Sentinel are asked in rounds of their own. */
export const questions: readonly Pick<Question, 'id' | 'since' | 'permission' | 'cost'>[] = [config, acl, clients, slowlog, latency, memory, modules, script, cluster];

type Record = <K extends ProbeName>(probe: K, data: FactData<K>, startTick: number) => void;

/**
 * Everything that the server tells about itself: INFO; then all questions in one round trip, inside the window over which
 * rates are measured; then INFO again together with the sample of keys, whose look-ups would otherwise count in the rates.
 * A healthy server is asked at most 25 commands, those that a script asks inside the server counted too.
 */
export const probeServer: ServerProbe = async (endpoint, target, reached, context) => {
  if (reached.speaks === 'nothing' || (reached.connection === null && reached.adminConnection === null)) return;
  const { clock, options } = context;
  const asker = new Asker(reached, context);
  const record: Record = (probe, data, startTick) => context.record(probe, endpoint.subject, target.fact.name, data, startTick);

  const began = clock.tick();
  const atStart = asker.spent();
  const first = await introduce(asker);
  const afterFirst = asker.spent();
  const lookedAt = clock.tick();
  const info = answer(first.info, parseInfo);
  record('info', info.state === 'ok' ? { state: 'ok', value: Object.fromEntries(info.value) } : info, began);
  const server = new ServerView(endpoint.subject, target, context, info.state === 'ok' ? info.value : null, answer(first.whoami, text), asker.ownAddresses());

  if (reached.speaks === 'sentinel' || server.info?.get('redis_mode') === 'sentinel') {
    record('sentinel', await askSentinel(asker, server), lookedAt);
    return;
  }

  const isWindowOpen = info.state === 'ok' && options.windowMs > 0 && context.remaining() > options.windowMs;
  const window = isWindowOpen ? delay(context.windowFromNow(), undefined, { signal: context.signal }).catch(() => undefined) : undefined;
  const asked = askQuestions(asker, server, record);
  if (isWindowOpen) options.onWindow?.();
  await asked;
  await window;

  const secondTick = clock.tick();
  const beforeSecond = asker.spent();
  const secondLook = isWindowOpen ? [secondInfo(server)] : [];
  const [outcomes, [scanned]] = await Promise.all([asker.ask(secondLook), asker.askKeys([sampleCommand(server)])]);
  const rates = isWindowOpen ? outcomes[0] : new NotAsked(info.state === 'ok' ? 'no time was left for a window' : 'INFO was not answered');
  record('rates', readRates(rates, server, ownCost(atStart, afterFirst, beforeSecond, asker.spent()), secondTick - lookedAt), lookedAt);
  record('keys', await readKeys(scanned, asker, server), secondTick);
};

/** Gives our connections their name, asks as whom we are logged in, and takes the first look. */
async function introduce(asker: Asker): Promise<{ whoami: Outcome | undefined; info: Outcome | undefined }> {
  const name = ['CLIENT', 'SETNAME', ownName];
  const who = ['ACL', 'WHOAMI'];
  const look = ['INFO', 'all'];
  if (asker.isApplicationOnly) {
    const [, whoami, info] = await asker.ask([name, who, look]);
    return { whoami, info };
  }
  const [[, whoami], [, info]] = await Promise.all([asker.askAsApplication([name, who]), asker.ask([name, look])]);
  return { whoami, info };
}

interface Prepared {
  commands: Command[];
  settle(outcomes: readonly Outcome[]): void;
}

/** All questions in one round trip, recorded in their order: config first, whose settings others read. */
async function askQuestions(asker: Asker, server: ServerView, record: Record): Promise<void> {
  const startTick = server.context.clock.tick();
  let refusals: FactData<'acl'> | undefined;
  const prepare = <K extends ProbeName>(question: Question<K>, keep: (data: FactData<K>) => void = (data) => record(question.id, data, startTick)): Prepared => {
    const why = reasonNotToAsk(question, server);
    const commands = question.commands(server);
    const settle = (outcomes: readonly Outcome[]) => keep(question.read(why === null ? outcomes : commands.map(() => new NotAsked(why)), server));
    return { commands: why === null ? commands : [], settle };
  };
  const prepared = [
    prepare(config),
    prepare(acl, (data) => {
      refusals = data;
    }),
    prepare(clients),
    prepare(slowlog),
    prepare(latency),
    prepare(memory),
    prepare(modules),
    prepare(script),
  ];
  if (server.isCluster) prepared.push(prepare(cluster));
  const outcomes = await asker.ask(prepared.flatMap(({ commands }) => commands));
  if (takesOneNameOnly(outcomes[0])) outcomes.splice(0, 1, ...(await asker.ask([['CONFIG', 'GET', '*']])));
  let at = 0;
  for (const { commands, settle } of prepared) {
    settle(outcomes.slice(at, at + commands.length));
    at += commands.length;
  }
  if (refusals) record('acl', await withCategories(refusals, asker), startTick);
}
