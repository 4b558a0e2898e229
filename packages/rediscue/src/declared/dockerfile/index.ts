import { basename, dirname } from 'node:path/posix';
import type { DeclaredObject, Program, Reader, Variable } from '../reading.ts';
import { isRedisConf } from '../redis-conf/index.ts';
import { isDockerfile, programName, variantOf } from './names.ts';
import { readDockerfile } from './read.ts';
import { type Copy, type Stage, startedBy } from './stage.ts';

/** A server's configuration that is copied into an image. Kind `dockerfile-copy`, named after the file. */
interface DockerfileCopy {
  dockerfile: string;
  /** As written: they begin in the build's folder, or in the stage that they come from. */
  sources: string[];
  target: string;
  fromStage: string | null;
  /** Content that stands in the Dockerfile itself. */
  inline: string | null;
}

/** A named stage that is not the last one: compose and scripts may run it by its name. Kind `dockerfile-stage`. */
interface DockerfileStage {
  dockerfile: string;
  image: Program['image'];
  command: Program['command'];
  variables: Variable[];
  user: Program['user'];
  healthCheck: Program['healthCheck'];
}

/** Dockerfiles and Containerfiles: what a container of the last stage is started with. */
export const dockerfileReader: Reader = {
  id: 'dockerfile',
  detect: isDockerfile,
  read(paths, files) {
    const programs: Program[] = [];
    const objects: DeclaredObject[] = [];
    const problems: { place: { file: string }; why: string }[] = [];
    for (const file of paths) {
      const text = files.text(file);
      const read = text === null ? null : readDockerfile(file, text);
      const last = read?.stages.at(-1);
      if (!read || !last) continue;
      problems.push(...read.problems);
      programs.push(programOf(file, files.name, last));
      for (const copy of last.copies) if (isServerFile(copy)) objects.push(copyOf(file, copy));
      for (const stage of read.stages.slice(0, -1)) if (stage.name !== null) objects.push(stageOf(file, stage.name, stage));
    }
    return { programs, objects, problems };
  },
};

function programOf(file: string, project: string, stage: Stage): Program {
  const variables = [...stage.env.values()];
  return {
    name: programName(file, project),
    format: 'dockerfile',
    place: stage.place,
    group: file,
    runs: 'container',
    variant: variantOf(file),
    image: stage.image,
    folder: dirname(file),
    dockerfile: file,
    command: startedBy(stage),
    layers: variables.length > 0 ? [{ label: `ENV of ${basename(file)}`, variables }] : [],
    ports: [...new Map(stage.exposed.map(({ value, place }) => [value, { inside: value, outside: null, address: null, place }])).values()],
    networks: [],
    hostNetwork: false,
    mounts: stage.volumes.map(({ value, place }) => ({ kind: 'volume', source: null, target: value, readOnly: false, place })),
    healthCheck: stage.healthCheck,
    restart: null,
    memoryLimitBytes: null,
    user: stage.user,
    replicas: null,
    dependsOn: [],
    reachedAs: [],
  };
}

/** A server's configuration or users, by the name it has before or behind. */
const isServerFile = ({ sources, target }: Copy): boolean => [...sources, target].some((path) => isRedisConf(path) || /\.acl$/i.test(path));

const copyOf = (file: string, { sources, target, from, inline, place }: Copy): DeclaredObject => ({
  kind: 'dockerfile-copy',
  name: file,
  place,
  data: { dockerfile: file, sources, target, fromStage: from, inline } satisfies DockerfileCopy,
});

const stageOf = (file: string, name: string, stage: Stage): DeclaredObject => ({
  kind: 'dockerfile-stage',
  name,
  place: stage.place,
  data: {
    dockerfile: file,
    image: stage.image,
    command: startedBy(stage),
    variables: [...stage.env.values()],
    user: stage.user,
    healthCheck: stage.healthCheck,
  } satisfies DockerfileStage,
});
