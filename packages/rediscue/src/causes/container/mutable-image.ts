import { isMutableImage } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { change as changeFile, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';

export default defineCause({
  code: 'container/mutable-image',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The image is named by a tag that moves',
  meaning: 'The next pull may bring another major version. A data file that it has written cannot be read by the older one any more.',
  detection: 'The image of the container has no tag or the tag `latest`, and no digest.',
  advice: 'Name a version, at least major and minor, or a digest.',
  source: 'docs.docker.com, "Building best practices", pin base image versions',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    if (!box || !isMutableImage(box.image)) return null;
    const version = at.info('valkey_version') ?? at.info('redis_version');
    const repository = box.image.replace(/:latest$/, '');
    return {
      summary: `The container ${box.name} runs ${box.image}: the next pull may bring another major version${version ? ` than ${version}` : ''}.`,
      evidence: ['containers'],
      remedies: [remedy('Name the version that runs now', [`# compose: image: ${repository}:${version ?? '<version>'}`], diagnoseAgain(at))],
    };
  },
  inFiles: {
    detect: (project) =>
      declaredServers(project).flatMap((server) => {
        // A pipeline throws its servers away.
        if (!server.image || server.format === 'github-actions' || !isMutableImage(server.image.value)) return [];
        return [
          {
            summary: `${server.name} runs ${server.image.value}: the next pull may bring another major version.`,
            evidence: programs(server),
            where: [server.image.place],
            concerns: endpointsOf(project, server),
            remedies: [changeFile('Name a version, at least major and minor, or a digest', server.image.place)],
          },
        ];
      }),
  },
  examples: {
    bad: [
      { name: 'redis:latest', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ image: 'docker.io/library/redis:latest' })) } } } },
      { name: 'no tag', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ image: 'localhost:5000/redis' })) } } } },
    ],
    good: [
      { name: 'a version', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
      { name: 'a digest', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ image: `redis@sha256:${'a'.repeat(64)}` })) } } } },
    ],
  },
  fileExamples: {
    bad: [{ name: 'compose: redis:latest', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:latest\n' }, at: 'docker-compose.yml:3' }],
    good: [{ name: 'compose: a version', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2-alpine\n' } }],
  },
});
