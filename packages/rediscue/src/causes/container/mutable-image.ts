import { isMutableImage } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
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
});
