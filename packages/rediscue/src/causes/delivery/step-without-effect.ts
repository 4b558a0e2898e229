import { faultsOf } from '../declared-fault.ts';
import { defineFileCause, type Found } from '../define.ts';
import { change } from '../in-files.ts';

export default defineFileCause({
  code: 'delivery/step-without-effect',
  severity: 'warning',
  title: 'A step of the pipeline reports what it does not do',
  meaning: 'The pipeline is green and says that something was deployed, tested, taken back or told, and nothing of it happened.',
  detection:
    'A step that by its name deploys, tests, rolls back, migrates, backs up or notifies, and that only prints or waits; the same without a name in a job that does nothing else; or a test or a deployment, ' +
    'the only command of its step, whose failure `|| true` takes back; or a step that runs a script which no package.json has. Steps that write to a file or to the pipeline, and those that say that there is nothing to do, are left alone.',
  advice: 'Let the step do what it says and fail when that fails, or take it out.',
  explains: [],
  inFiles: {
    detect: (project) => [
      ...faultsOf(project, 'delivery/step-without-effect', 'Let it do what it says, and fail when that fails; or take it out'),
      ...project.dangling
        .filter(({ kind, place }) => kind === 'script' && /(^|\/)\.github\/workflows\//.test(place.file))
        .map(
          ({ name, by, place }): Found => ({
            summary: `${by} in ${place.file} runs the script \`${name}\`, which no package.json has: it cannot do what it is for.`,
            evidence: [{ probe: 'dangling', subject: place.file }],
            where: [place],
            concerns: [],
            remedies: [change(`Name a script that exists, or add \`${name}\` to package.json`, place)],
          }),
        ),
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'a roll-back that only prints',
        files: { '.github/workflows/deploy.yml': workflow('deploy', ['Roll back', 'echo "Rolling back to the previous release..."']) },
        at: '.github/workflows/deploy.yml:5',
      },
      {
        name: 'a deployment that prints and waits',
        files: {
          '.github/workflows/deploy.yml': workflow('deploy', [
            'Deploy to production',
            '|\n          echo "Deploying ${{ github.sha }}"\n          sleep 5\n          echo "Deployed"',
          ]),
        },
        at: '.github/workflows/deploy.yml:5',
      },
      {
        name: 'a job that does nothing else',
        files: { '.github/workflows/deploy.yml': workflow('deploy', ['', 'echo "Deploying to production"']) },
        at: '.github/workflows/deploy.yml:4',
      },
      {
        name: 'a script that does not exist',
        files: {
          '.github/workflows/ci.yml': 'jobs:\n  ci:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm run test:integration\n',
          'package.json': '{"name":"x","scripts":{"test":"vitest"}}',
        },
        at: '.github/workflows/ci.yml:5',
      },
      { name: 'a failed test counts as passed', files: { '.github/workflows/ci.yml': workflow('ci', ['Unit tests', 'npm test || true']) }, at: '.github/workflows/ci.yml:5' },
    ],
    good: [
      {
        name: 'a script that exists',
        files: {
          '.github/workflows/ci.yml': 'jobs:\n  ci:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm run test\n',
          'package.json': '{"name":"x","scripts":{"test":"vitest"}}',
        },
      },
      { name: 'it rolls back', files: { '.github/workflows/deploy.yml': workflow('deploy', ['Roll back', 'kubectl rollout undo deployment/api']) } },
      {
        name: 'it writes for the steps behind it',
        files: { '.github/workflows/deploy.yml': workflow('deploy', ['Deployment environment', 'echo "environment=production" >> "$GITHUB_OUTPUT"']) },
      },
      {
        name: 'it tells of what another step did',
        files: { '.github/workflows/deploy.yml': workflow('deploy', ['Deploy', 'kubectl apply -f k8s/'], ['Deployment summary', 'echo "Deployed"'], ['', 'echo "Deployed"']) },
      },
      { name: 'it stands in for a required check', files: { '.github/workflows/ci.yml': workflow('test', ['Test', 'echo "No test required for changes of documents"']) } },
      { name: 'a gate behind the tests', files: { '.github/workflows/ci.yml': workflow('tests-passed', ['', 'echo "All tests passed"']) } },
      {
        name: 'clearing away what may not be there',
        files: { '.github/workflows/ci.yml': workflow('ci', ['Remove the container of the tests', 'docker rm -f redis-test || true']) },
      },
    ],
  },
});

function workflow(job: string, ...steps: [string, string][]): string {
  const lines = steps.map(([name, run]) => (name === '' ? `      - run: ${run}\n` : `      - name: ${name}\n        run: ${run}\n`));
  return `jobs:\n  ${job}:\n    steps:\n${lines.join('')}`;
}
