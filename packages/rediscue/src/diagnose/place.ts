import type { DeclaredTarget, ProjectModel } from '../declared/project/index.ts';
import type { Endpoint, Target } from '../declared/target/types.ts';
import type { PlaceFact, PlaceLook } from '../facts/index.ts';
import type { ProbeContext } from '../probes/context.ts';
import type { Consumers, SeenFrom } from '../probes/machine.ts';

/** The services of compose that are told of a target. Of one that was named no file tells: then the containers' environment does. */
export function consumersOf(declared: DeclaredTarget | null, model: ProjectModel | null): Consumers {
  if (declared === null) return null;
  return declared.consumers.flatMap(({ program: subject, variant }) => {
    const program = model?.programs.find((each) => each.subject === subject)?.program;
    if (program === undefined || program.format !== 'compose' || variant !== null) return [];
    return [{ service: program.name, project: projectOf(program.group) }];
  });
}

/** Groups of compose are named `project@folder`. */
export const projectOf = (group: string): string => (group.includes('@') ? group.slice(0, group.indexOf('@')) : group);

/** What this machine saw before, when its own look came to an end. */
interface Here {
  reaches: boolean;
  /** A connection came about. */
  connected: boolean;
  /** Address that it connected to. */
  address: string | null;
}

function seenHere({ subject }: Endpoint, { fact }: Target, context: ProbeContext): Here {
  const address = context.get('connect', subject, fact.name)?.used ?? null;
  return { reaches: context.get('speak', subject, fact.name)?.state === 'resp', connected: address !== null, address };
}

/** One that is connected to the same address has the same server before it. Elsewhere its first answer tells, unless it is late only. */
function reaches({ connect, speak, byHostsFile }: SeenFrom, isTls: boolean, here: Here | null): boolean {
  if (connect === null || connect.used === null) return false;
  if (here?.reaches && (here.address === connect.used || isTls)) return true;
  return speak?.state === 'resp' || (here?.reaches === true && !byHostsFile && speak?.state === 'silent');
}

/**
 * Keeps what the application's containers see, and what follows: where they see something else than this machine, theirs counts.
 * `isCompared`: this machine looked too. Returns whether they all get to a server; null where nothing was seen from there.
 */
export function recordPlace(endpoint: Endpoint, target: Target, seen: readonly SeenFrom[], isCompared: boolean, context: ProbeContext, tick: number): boolean | null {
  if (seen.length === 0) return null;
  const here = isCompared ? seenHere(endpoint, target, context) : null;
  const looks = seen.map((one): PlaceLook => ({ ...one, reaches: reaches(one, target.fact.tls, here) }));
  const cutOff = looks.find((one) => !one.reaches);
  const difference = differenceOf(endpoint, target, cutOff !== undefined, here);
  context.record('place', endpoint.subject, target.fact.name, { looks, difference }, tick);
  const [first] = looks;
  const counts = difference === 'none' ? undefined : (cutOff ?? first);
  if (counts !== undefined) recordAsSeen(endpoint, target, counts, context, tick);
  return cutOff === undefined;
}

function differenceOf({ via }: Endpoint, { fact }: Target, isCutOff: boolean, here: Here | null): PlaceFact['difference'] {
  if (here === null) return 'not-compared';
  if (isCutOff) {
    if (here.reaches) return 'only-this-machine';
    // Both fail. What stands in for the name here may fail otherwise than the name does there, and says less of the server.
    return via === undefined && !here.connected ? 'only-this-machine' : 'none';
  }
  // Once connected, what comes after is seen better from here: trust, and the login. Behind a published port another server may stand.
  const isOther = via?.by === 'published-port' && !fact.tls;
  return !here.reaches && (!here.connected || isOther) ? 'only-the-application' : 'none';
}

/** The stages of the way, as the application sees them: the last of several facts counts. No login was tried from there. */
function recordAsSeen(
  { subject }: Endpoint,
  { fact, credentials }: Target,
  { from, resolve, connect, speak, reaches: isReached }: PlaceLook,
  context: ProbeContext,
  tick: number,
): void {
  context.record('resolve', subject, fact.name, { ...resolve, from }, tick);
  if (connect !== null) context.record('connect', subject, fact.name, { ...connect, from }, tick);
  if (speak !== null) context.record('speak', subject, fact.name, { ...speak, from }, tick);
  if (!isReached || speak === null) return;
  const isOpen = speak.error !== 'NOAUTH' && speak.error !== 'DENIED';
  const given = credentials.password !== null;
  const outcome = given ? 'not-judged' : isOpen ? 'not-needed' : 'missing';
  if (speak.state === 'resp' && speak.error !== 'DENIED')
    context.record('auth', subject, fact.name, { openWithoutLogin: isOpen, tries: [], outcome, acceptsAnything: false, userSeen: null }, tick);
  if (given) context.skip(`the login at ${fact.name} from ${from}`, 'from the place of the application no password is sent, and this machine does not get there');
}
