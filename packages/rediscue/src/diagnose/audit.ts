import type { Facts } from '../facts/index.ts';
import type { Report } from '../report/contract.ts';

/** Judges the files of a project alone: nothing is contacted. Throws when the folder cannot be read. */
export async function audit(project: string, environment: Readonly<Record<string, string | undefined>>): Promise<{ report: Report; facts: Facts }> {
  const started = performance.now();
  const [{ factsOfFiles, filesIn }, { verdictOn }] = await Promise.all([import('./project.ts'), import('./verdict.ts')]);
  const files = filesIn(project, { environment });
  const facts = await factsOfFiles(files);
  facts.notChecked.push(...files.leftOut);
  return { report: verdictOn(facts, performance.now() - started), facts };
}
