import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

export default defineFileCause({
  code: 'delivery/unpinned-action',
  severity: 'warning',
  title: 'A pipeline runs what others can change',
  meaning: 'A tag or branch of an action is moved by whoever owns, or takes over, its repository: the next run executes that with the secrets of the pipeline.',
  detection:
    "A step uses an action that is neither the project's nor GitHub's own by a tag or branch in place of a commit, or an image by a tag in place of a digest. One finding for each action, with all its places.",
  advice: 'Name the whole commit, with the version as a comment behind it; Dependabot and Renovate keep both up to date.',
  source: 'docs.github.com, "Security hardening for GitHub Actions": using third-party actions',
  explains: [],
  inFiles: {
    detect: (project) => faultsOf(project, 'delivery/unpinned-action', ({ subject }) => `Name the whole ${subject.startsWith('docker:') ? 'digest' : 'commit'} of ${subject}`),
  },
  fileExamples: {
    bad: [
      { name: 'a tag', files: { '.github/workflows/ci.yml': workflow('supercharge/redis-github-action@v2') }, at: '.github/workflows/ci.yml:7' },
      { name: 'a branch', files: { '.github/workflows/ci.yml': workflow('appleboy/ssh-action@master') }, at: '.github/workflows/ci.yml:7' },
      { name: "an image's tag", files: { '.github/workflows/ci.yml': workflow('docker://redis:7') }, at: '.github/workflows/ci.yml:7' },
    ],
    good: [
      { name: 'a commit', files: { '.github/workflows/ci.yml': workflow('supercharge/redis-github-action@0123456789abcdef0123456789abcdef01234567 # v2') } },
      { name: "GitHub's own", files: { '.github/workflows/ci.yml': workflow('actions/setup-node@v6') } },
      { name: "the project's own", files: { '.github/workflows/ci.yml': workflow('./.github/actions/deploy') } },
      { name: "an image's digest", files: { '.github/workflows/ci.yml': workflow(`docker://redis@sha256:${'0123456789abcdef'.repeat(4)}`) } },
    ],
  },
});

function workflow(uses: string): string {
  return `on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5\n      - uses: ${uses}\n`;
}
