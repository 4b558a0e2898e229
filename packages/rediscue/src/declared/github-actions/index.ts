import { packagesOf } from '../package-scripts/index.ts';
import type { Dangling, DeclaredObject, Program, Reader, ReadingProblem } from '../reading.ts';
import { isRelevant } from '../shell/index.ts';
import { inheritedLabel, type JobReading, readJob } from './job.ts';
import { readYaml } from './yaml.ts';

export type { PipelineJob, PipelineStep } from './types.ts';

/** A workflow's variables reach all its jobs. Those that neither test nor have a Redis are given one without a use for it. */
function withoutInherited(program: Program, file: string): Program {
  const isOwn = program.layers.some(({ label, variables }) => label !== inheritedLabel(file) && variables.some(isRelevant));
  if (isOwn) return program;
  return {
    ...program,
    layers: program.layers.map((layer) => (layer.label === inheritedLabel(file) ? { ...layer, variables: layer.variables.filter((variable) => !isRelevant(variable)) } : layer)),
  };
}

const maxJobs = 500;

/** Workflows of GitHub Actions. Only those at the project's top are ever run. */
export const githubActionsReader: Reader = {
  id: 'github-actions',
  detect: (path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  read(paths, files) {
    const programs: Program[] = [];
    const dangling: Dangling[] = [];
    const objects: DeclaredObject[] = [];
    const problems: ReadingProblem[] = [];
    const packages = packagesOf(files);
    for (const file of paths) {
      const text = files.kind(file) === 'file' ? files.text(file) : null;
      const workflow = text === null ? null : readYaml(file, text, problems);
      const jobs = workflow?.get('jobs');
      if (!workflow || !jobs) continue;
      const entries = [...jobs.entries()];
      if (entries.length > maxJobs) problems.push({ place: { file }, why: `it holds more than ${maxJobs} jobs; the rest is left out` });
      const reads: JobReading[] = [];
      for (const [job, node] of entries.slice(0, maxJobs)) {
        reads.push(readJob(file, job, node, workflow, jobs.keyPlace(job), packages, files));
      }
      const isServed = reads.some(({ hasServer }) => hasServer);
      for (const read of reads) {
        const isUser = isServed ? read.hasServer : read.isTest;
        programs.push(...(isUser ? read.programs : read.programs.map((program) => withoutInherited(program, file))));
        dangling.push(...read.dangling);
        objects.push(...read.objects);
      }
    }
    return { programs, dangling, objects, problems };
  },
};
