import { packagesOf } from '../package-scripts/index.ts';
import type { Dangling, DeclaredObject, Program, Reader, ReadingProblem } from '../reading.ts';
import { readJob } from './job.ts';
import { readYaml } from './yaml.ts';

export type { Permissions, PipelineJob, PipelineService, PipelineStep } from './types.ts';

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
      for (const [job, node] of entries.slice(0, maxJobs)) {
        const read = readJob(file, job, node, workflow, jobs.keyPlace(job), packages, files);
        programs.push(...read.programs);
        dangling.push(...read.dangling);
        objects.push(...read.objects);
      }
    }
    return { programs, dangling, objects, problems };
  },
};
