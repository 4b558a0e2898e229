import { outsideOf } from '../causes/cloud.ts';
import type { EndpointView, ProgramView, ProjectView, TargetView } from '../causes/view.ts';
import type { AskedProbe, CloudFact, Fact, FactData, Facts, ProbeName } from '../facts/index.ts';

/** The subject of facts about the machine on which Rediscue runs. */
export const thisMachine = 'this machine';

type Getter = <K extends ProbeName>(probe: K) => FactData<K> | undefined;

const numberIn = (text: string | undefined): number | undefined => {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

function endpointView(subject: string, target: TargetView, get: Getter): EndpointView {
  const value = <K extends AskedProbe>(probe: K) => {
    const data = get(probe) as { state: string; value?: unknown } | undefined;
    return data?.state === 'ok' ? (data.value as never) : undefined;
  };
  const info = (field: string): string | undefined => (value('info') as Record<string, string> | undefined)?.[field];
  const config = (name: string): string | undefined => (value('config') as { values: Record<string, string> } | undefined)?.values[name];
  return {
    subject,
    target,
    isEntry: get('learned')?.as === 'entry',
    get,
    value,
    info,
    infoNumber: (field) => numberIn(info(field)),
    config,
    configNumber: (name) => numberIn(config(name)),
    rate: (counter) => {
      const rates = value('rates') as { windowMs: number; delta: Record<string, number> } | undefined;
      const delta = rates?.delta[counter];
      return rates === undefined || delta === undefined || rates.windowMs <= 0 ? undefined : (delta / rates.windowMs) * 1000;
    },
    nowMs: target.nowMs,
    machine: target.machine,
  };
}

/** What is known of an address that is looked at from the wrong side of a network: what was declared. */
const declaredProbes = new Set<ProbeName>(['target', 'rivals', 'learned', 'consumers']);

const dataOf = <K extends ProbeName>(facts: Facts, probe: K) => facts.facts.filter((fact): fact is Fact<K> => fact.probe === probe);

/** What all files of a run say of the cloud. */
function cloudOf(facts: Facts): CloudFact {
  const all = dataOf(facts, 'cloud').map(({ data }) => data);
  const joined = <K extends keyof CloudFact>(key: K) => all.flatMap((one) => one[key] as CloudFact[K][number][]) as CloudFact[K];
  return {
    instances: joined('instances'),
    services: joined('services'),
    connectors: joined('connectors'),
    secrets: joined('secrets'),
    refusals: joined('refusals'),
    listings: joined('listings'),
  };
}

function programView(subject: string, data: FactData<'program'>, targets: readonly TargetView[]): ProgramView {
  return {
    ...data,
    subject,
    get targets() {
      return targets.filter(({ consumers }) => consumers.some(({ program }) => program === subject));
    },
    setting: (name) => data.server?.settings.findLast((each) => each.name === name)?.values.join(' '),
  };
}

/** Facts by who they are about: what causes judge. */
export function projectView(facts: Facts): ProjectView {
  // Of a question that was asked again (by the admin account, say) the last answer counts.
  const byPlace = new Map<string, Fact>();
  const place = (target: string | null, subject: string, probe: string) => JSON.stringify([target, subject, probe]);
  const subjects = new Map<string, Set<string>>();
  for (const fact of facts.facts) {
    byPlace.set(place(fact.target, fact.subject, fact.probe), fact);
    if (fact.target === null) continue;
    const known = subjects.get(fact.target) ?? new Set();
    if (fact.probe !== 'target') known.add(fact.subject);
    subjects.set(fact.target, known);
  }
  const getter =
    (target: string | null, subject: string): Getter =>
    (probe) =>
      byPlace.get(place(target, subject, probe))?.data as never;
  const machine = { get: getter(null, thisMachine) };
  const nowMs = Date.parse(facts.takenAt);
  const targets: TargetView[] = [];
  const objects = dataOf(facts, 'objects').flatMap(({ data }) => data.objects);
  const project: ProjectView = {
    look: facts.look,
    targets,
    programs: dataOf(facts, 'program').map(({ subject, data }) => programView(subject, data, targets)),
    dangling: dataOf(facts, 'dangling').flatMap(({ data }) => data.names),
    objects: (kind) => objects.filter((each) => each.kind === kind),
    cloud: cloudOf(facts),
    nowMs,
    machine,
  };
  const all: TargetView[] = [];
  for (const [name, known] of subjects) {
    const endpoints: EndpointView[] = [];
    const declared = facts.facts.find((fact): fact is Fact<'target'> => fact.probe === 'target' && fact.target === name)?.data;
    // A server, or a TLS partner, that answered is one; anything else may be a middlebox.
    const isReached = [...known].some((subject) => getter(name, subject)('speak')?.state === 'resp' || getter(name, subject)('tls')?.state === 'ok');
    const resolved = [...known].flatMap((subject) => getter(name, subject)('resolve')?.addresses.map(({ address }) => address) ?? []);
    const outside = isReached ? null : outsideOf(project.cloud, declared, resolved);
    const target: TargetView = {
      name,
      declared,
      endpoints,
      get entries() {
        return endpoints.filter((endpoint) => endpoint.isEntry);
      },
      endpoint: (subject) => endpoints.find((endpoint) => endpoint.subject === subject),
      consumers: dataOf(facts, 'consumers').find((fact) => fact.target === name)?.data.consumers ?? [],
      get shadows() {
        return all.filter((other) => other.declared?.shadowOf === name);
      },
      outside,
      project,
      nowMs,
      machine,
    };
    for (const subject of known) {
      const whole = getter(name, subject);
      endpoints.push(endpointView(subject, target, outside === null ? whole : (probe) => (declaredProbes.has(probe) ? whole(probe) : undefined)));
    }
    all.push(target);
    // A declaration that lost is seen through the one that won, and never judged itself.
    if (!declared?.shadowOf) targets.push(target);
  }
  return project;
}
