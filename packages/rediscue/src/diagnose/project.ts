// What is needed to read a project's files: the readers with their parsers. Loaded only where no target was named: see decision 5.
import type { SettingsLayer } from '../declared/app/index.ts';
import { dotenvReader } from '../declared/dotenv/reader.ts';
import { type ProjectModel, projectModel, readersFor, unreadable } from '../declared/project/index.ts';
import type { Files } from '../declared/reading.ts';
import type { Facts } from '../facts/index.ts';
import { ProbeContext } from '../probes/context.ts';
import { version } from '../version.ts';
import { recordConsumers, recordDeclared } from './declared-facts.ts';

export { filesIn, projectModel, readersFor, unreadable } from '../declared/project/index.ts';

/** All that files declare, as facts: what nothing contacted can tell. */
export async function factsOfFiles(files: Files): Promise<Facts> {
  return factsOfModel(projectModel(files, await readersFor(files.paths)), files);
}

/** The same of a project that has been read. */
export function factsOfModel(model: ProjectModel, files: Files): Facts {
  const takenAt = new Date().toISOString();
  const context = new ProbeContext({ budgetMs: 0, windowMs: 0, write: false, project: files.name, environment: files.environment }, new AbortController().signal);
  recordDeclared(model, context);
  for (const { target, consumers } of model.targets) {
    const [address] = target.fact.addresses;
    const subject = target.fact.path ?? (address ? `${address.host}:${address.port}` : target.fact.name);
    context.record('target', subject, target.fact.name, target.fact, context.clock.tick());
    const asRead = consumers.map((consumer) => ({ ...consumer, looked: 'not' as const }));
    recordConsumers(subject, target.fact.name, asRead, context);
  }
  return { schema: 1, tool: `rediscue ${version}`, takenAt, budgetMs: 0, look: 'files', facts: context.facts, notChecked: unreadable(model) };
}

/** Variables of the project's env files, folder by folder from the top: what they say of the application itself. */
export function envFileLayers(files: Files): SettingsLayer[] {
  const { variables = [] } = dotenvReader.read(files.paths.filter(dotenvReader.detect), files);
  const depth = (folder: string) => (folder === '.' ? 0 : folder.split('/').length);
  return variables
    .filter(({ variant }) => variant === null || variant === 'local')
    .toSorted((a, b) => depth(a.folder) - depth(b.folder))
    .map(({ folder, variables: own }) => ({ from: 'file', folder, variables: own }));
}
