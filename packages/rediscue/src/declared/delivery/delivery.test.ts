import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { githubActionsReader } from '../github-actions/index.ts';
import { findingsOfPipelines } from './index.ts';

/** `code line summary` of what workflows show. */
const found = (...texts: string[]) => {
  const files = filesOf(Object.fromEntries(texts.map((text, index) => [`.github/workflows/w${index}.yml`, text])));
  return findingsOfPipelines(githubActionsReader.read(files.paths, files).objects ?? []).map(({ code, place, summary }) => `${code} ${place.line} ${summary}`);
};
/** A workflow of one job with these steps, each a list of lines. */
const job = (name: string, ...steps: string[][]) => jobWith(name, [], ...steps);
const jobWith = (name: string, head: string[], ...steps: string[][]) =>
  [
    'on: push',
    'jobs:',
    `  ${name}:`,
    ...head.map((line) => `    ${line}`),
    '    steps:',
    ...steps.flatMap((lines) => lines.map((line, index) => `      ${index === 0 ? '- ' : '  '}${line}`)),
    '',
  ].join('\n');
const run = (name: string, ...lines: string[]) => [`name: ${name}`, 'run: |', ...lines.map((line) => `  ${line}`)];

describe('delivery/step-without-effect', () => {
  test.each([
    ['a notice to nobody', run('Notify Slack', 'echo "Deployment finished"')],
    ['a notice of success to nobody', run('Send success notification', 'echo "done"')],
    ['a test of nothing', run('Run smoke tests', 'echo "Running smoke tests..."', 'sleep 10', 'echo "OK"', 'exit 0')],
    ['a colon', run('Roll back', ':')],
    ['a here-document', run('Deploy to staging', 'cat <<EOF', 'Deploying', 'EOF')],
    ['a condition around words', run('Health check', 'if [ "$X" = 1 ]; then', '  echo healthy', 'else', '  echo healthy too', 'fi')],
    ['to stderr', run('Database migration', 'echo migrated >&2')],
    ['taken back', run('Tests', 'set -e', 'cd api', 'poetry run pytest -q || true')],
    ['taken back with exit', run('Deploy', 'kubectl apply -f k8s/ || exit 0')],
  ])('%s', (_, step) => {
    expect(found(job('work', ['uses: actions/checkout@v5'], step)).filter((text) => text.startsWith('delivery/step'))).toHaveLength(1);
  });
  test.each([
    ['a real one', run('Notify Slack', 'curl -sS -d "{}" "$HOOK"')],
    ['for the steps behind it', run('Deploy target', 'echo "t=production" >> "$GITHUB_OUTPUT"')],
    ['a summary', run('Deploy', 'echo "Deployed" >> $GITHUB_STEP_SUMMARY')],
    ['words to the runner', run('Notify on failure', 'echo "::error::deployment failed"')],
    ['it ends the job', run('Health check', 'echo bad', 'exit 1')],
    ['what it prints does something', run('Deploy', 'echo "$(./deploy.sh)"')],
    ['piped to something', run('Notify', 'echo "deployed" | mail -s x ops@shop.test')],
    ['prints the results', run('Print test results', 'echo "$RESULT"')],
    ['what has been done', run('Deployed', 'echo "https://shop.test"')],
    ['what tests are given', run('Test environment variables', 'echo "$NODE_ENV"')],
    ['nothing to do', run('Run tests', 'echo "Skipping: only documents have changed"')],
    ['another shell', [...run('Deploy', 'echo x'), 'shell: python']],
    ['a function that is called', run('Deploy', 'deploy_all')],
    ['its own message on failure', run('Tests', 'npm test || echo "::warning::tests failed"')],
    ['one of several commands', run('Tests', 'npm test', 'docker rm -f redis || true')],
    ['clearing away', run('Stop the test server', 'pkill redis-server || true')],
    ['a name of something else', run('Latest version', 'echo "1.2.3"')],
  ])('none: %s', (_, step) => {
    expect(found(job('work', ['uses: actions/checkout@v5'], step)).filter((text) => text.startsWith('delivery/step'))).toEqual([]);
  });
  test('none: a gate behind others', () => {
    expect(found(jobWith('tests', ['needs: [unit, e2e]'], ['run: echo "Tests passed"']))).toEqual([]);
  });
});

describe('delivery/no-rollback', () => {
  const apply = run('Deploy', 'kubectl apply -f k8s/');
  test.each([
    ['helm', jobWith('deploy', ['environment: production'], run('Ship', 'helm upgrade --install api chart')), 'helm upgrade to production'],
    ['with options in front', job('release', run('Ship', 'kubectl --context prod -n shop set image deployment/api api=$TAG')), 'kubectl set image'],
    ['over lines', job('deploy', run('Ship', 'gcloud run deploy api \\', '  --image x')), 'gcloud run deploy'],
    ['a comment promises it', job('deploy', run('Ship', '# TODO: rollback', 'aws ecs update-service --cluster c --service s')), 'aws ecs update-service'],
    ['stability is not waited for', job('deploy', ['uses: aws-actions/amazon-ecs-deploy-task-definition@v2', 'with: { wait-for-service-stability: false }']), 'amazon-ecs-deploy'],
    ['a step that only prints', job('deploy', apply, [...run('Rollback', 'echo "rolled back"'), 'if: failure()']), 'its step “Rollback” only prints'],
  ])('%s', (_, text, says) => {
    expect(found(text).filter((each) => each.startsWith('delivery/no-rollback'))).toEqual([expect.stringContaining(says)]);
  });
  test.each([
    ['undone', job('deploy', apply, [...run('x', 'kubectl rollout undo deployment/api'), 'if: failure()'])],
    ['in the same script', job('deploy', run('x', 'kubectl apply -f k8s/', 'kubectl rollout status deployment/api || kubectl rollout undo deployment/api'))],
    ['a script of the project on failure', job('deploy', apply, ['if: failure()', 'run: ./scripts/restore.sh'])],
    ['blue and green', job('deploy', run('Switch blue/green', 'kubectl apply -f k8s/'))],
    ['a rehearsal', job('deploy', run('Deploy', 'kubectl apply --dry-run=server -f k8s/'))],
    ["others' manifests", job('deploy', run('Operator', 'kubectl apply -f https://example.com/operator.yaml'))],
    ['a cluster of its own', job('deploy', ['uses: helm/kind-action@0123456789abcdef0123456789abcdef01234567'], apply)],
    ['a preview', jobWith('deploy', ['environment: preview'], apply)],
    ['nothing says what for', job('build', run('Set up', 'helm install redis chart'))],
    ['only printed', job('deploy', run('Deploy', 'echo kubectl apply -f k8s/'))],
    ['a pull request', job('deploy', apply).replace('on: push', 'on: pull_request')],
  ])('none: %s', (_, text) => {
    expect(found(text).filter((each) => each.startsWith('delivery/no-rollback'))).toEqual([]);
  });
});

describe('delivery/unpinned-action', () => {
  const steps = (...uses: string[]) => job('x', ...uses.map((each) => [`uses: ${each}`]));
  test('is told once for each repository, with its names', () => {
    expect(found(steps('a/b@v1', 'a/b/sub@main', 'actions/cache@v4', 'github/codeql-action/init@v3', './local'), steps('a/b@v1'))).toEqual([
      'delivery/unpinned-action 5 a/b is used by a name that can be moved (v1, main) in 3 steps: whoever moves it runs code with the rights and secrets of the pipeline.',
    ]);
  });
  test('of many the most used, and the rest together', () => {
    const many = found(steps(...Array.from({ length: 12 }, (_, index) => `o/r${index}@v1`), 'o/r11@v1'));
    expect(many).toHaveLength(6);
    expect(many[0]).toContain('o/r11 ');
    expect(many[5]).toContain('7 other actions');
  });
});

test('long and odd scripts are judged in no time', () => {
  const started = cpuMs();
  for (const unit of ['${{ ', 'echo "', 'kubectl ', '-f ', 'npm test || true; ', 'a/b.sh ', '(', '\\ ']) found(job('deploy', run('Deploy', unit.repeat(5000))));
  expect(cpuMs() - started).toBeLessThan(3000);
});
