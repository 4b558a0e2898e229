import { isOwnSource } from '../path-kinds.ts';
import type { DeclaredObject, Files, Reader, Reading, ReadingProblem, Use } from '../reading.ts';
import { type Lines, linesOf } from '../settings/index.ts';
import { type Application, activeProfiles, merged, type Property, readApplications, type SettingsDocument } from './application.ts';
import { locationOf } from './locations.ts';
import { redissonName, usesOfRedisson } from './redisson.ts';
import { hasAddress, impliedUses, usesOfProperties } from './uses.ts';

/**
 * What one profile of an application declares, as `data` of an object of the kind `spring-profile`. Uses of a profile that nothing
 * in the files switches on are given nowhere else, so that staging's address is never taken for everybody's.
 */
export interface SpringProfile {
  /** Folder of the application. */
  folder: string;
  /** A name, names with commas or an expression such as `!prod`; null for what counts in all profiles. */
  profile: string | null;
  /** It counts where `SPRING_PROFILES_ACTIVE` is not set: it is for all, or the files switch it on. */
  active: boolean;
  uses: Use[];
}

/** Settings of Spring, Quarkus and Micronaut, and Redisson's files. */
export const springReader: Reader = {
  id: 'spring',
  detect: (path) => locationOf(path) !== null || (redissonName.test(path) && isOwnSource(path)),
  read: (paths, files) => {
    const { applications, problems } = readApplications(paths, files);
    const reading = { uses: [] as Use[], objects: [] as DeclaredObject[], problems } satisfies Reading;
    for (const application of applications) readApplication(application, files, reading);
    for (const path of paths) {
      const name = redissonName.exec(path);
      const text = name && isOwnSource(path) ? files.text(path) : null;
      if (text === null || !/ServersConfig|ServerConfig/.test(text)) continue;
      const uses = usesOfRedisson(text, linesOf(path, text), problems);
      if (name?.[1] === undefined) reading.uses.push(...uses);
      else reading.objects.push(...objectOf({ folder: path.replace(/\/?[^/]*$/, '') || '.', profile: name[1], active: false, uses }));
    }
    return reading;
  },
};

function readApplication({ folder, documents }: Application, files: Files, reading: Required<Pick<Reading, 'uses' | 'objects' | 'problems'>>): void {
  const active = activeProfiles(documents);
  const isOn = ({ profile }: SettingsDocument) => profile === null || profile.split(',').some((name) => active.includes(name.trim()));
  // Whatever its place, a profile's document beats those for all.
  const ranked = documents.map((document) => (document.profile === null ? document : { ...document, rank: document.rank + 1_000_000 }));
  const base = ranked.filter(({ profile }) => profile === null);
  const effective = merged(ranked.filter(isOn));
  const uses = usesIn(effective, effective.keys(), files, reading.problems);
  const objects: DeclaredObject[] = [];
  for (const profile of new Set(ranked.map((document) => document.profile))) {
    const own = ranked.filter((document) => document.profile === profile);
    const properties = merged(own);
    const found = usesIn(profile === null ? properties : merged([...base, ...own]), properties.keys(), files, []);
    objects.push(...objectOf({ folder, profile, active: isOn({ profile, rank: 0, properties }), uses: found }));
  }
  const isElsewhere = objects.some(({ data }) => hasAddress((data as SpringProfile).uses));
  reading.uses.push(...uses, ...(isElsewhere || hasAddress(uses) ? [] : impliedUses(effective)));
  // An application without profiles is told in full by its uses.
  if (objects.some(({ data }) => (data as SpringProfile).profile !== null)) reading.objects.push(...objects);
}

function usesIn(properties: ReadonlyMap<string, Property>, keys: Iterable<string>, files: Files, problems: ReadingProblem[]): Use[] {
  const own = [...keys];
  const redisson = own.filter((key) => /^spring\.(data\.)?redis\.redisson\.config$/.test(key)).flatMap((key) => properties.get(key) ?? []);
  return [...usesOfProperties(properties, own), ...redisson.flatMap((property) => embedded(property, files, problems))];
}

/** Redisson's YAML as a text within Spring's: its lines are those of the file, behind the line of its key. */
function embedded({ value, place }: Property, files: Files, problems: ReadingProblem[]): Use[] {
  const isBlock = /^[|>]/.test((files.text(place.file) ?? '').split(/\r\n?|\n/)[(place.line ?? 1) - 1]?.slice((place.column ?? 1) - 1) ?? '');
  const inner = linesOf(place.file, value);
  const lines: Lines = { at: (offset) => (isBlock ? { file: place.file, line: (place.line ?? 1) + (inner.at(offset).line ?? 1) } : place) };
  return usesOfRedisson(value, lines, problems);
}

function objectOf(data: SpringProfile): DeclaredObject[] {
  const [first] = data.uses;
  return first ? [{ kind: 'spring-profile', name: data.profile ?? 'default', place: first.place, data }] : [];
}
