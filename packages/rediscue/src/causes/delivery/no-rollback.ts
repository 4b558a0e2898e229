import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

export default defineFileCause({
  code: 'delivery/no-rollback',
  severity: 'warning',
  title: 'Nothing takes a bad release back',
  meaning: 'A release that does not come up stays where it is until a person takes it back, in the middle of the outage that it makes.',
  detection:
    'A job deploys for certain (kubectl, Helm, Terraform, `docker stack`, Cloud Run, ECS, Fly, their actions), and neither it, nor a job that needs it, nor a pipeline that is started by hand or after it rolls back. ' +
    '`helm --atomic`, `kubectl rollout undo`, waiting for stability, blue and green, canaries and scripts that run on failure count as one; a step that only prints does not. Clusters for tests and previews are left alone.',
  advice: 'Add a step with `if: failure()` that brings the last good release back, or let the tool do it: `helm upgrade --atomic`, the circuit breaker of ECS.',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'delivery/no-rollback', 'Add a step that brings the last good release back on failure') },
  fileExamples: {
    bad: [
      {
        name: 'kubectl, and nothing behind it',
        files: { '.github/workflows/deploy.yml': workflow('      - name: Apply\n        run: kubectl apply -f k8s/\n') },
        at: '.github/workflows/deploy.yml:8',
      },
      {
        name: 'a roll-back that only prints',
        files: {
          '.github/workflows/deploy.yml': workflow(
            '      - run: helm upgrade --install api ./chart\n      - name: Roll back\n        if: failure()\n        run: echo "Rolling back"\n',
          ),
        },
        at: '.github/workflows/deploy.yml:7',
      },
      {
        name: "Google's action",
        files: {
          '.github/workflows/deploy.yml': workflow('      - uses: google-github-actions/deploy-cloudrun@v3\n        with:\n          service: api\n          image: shop/api\n'),
        },
        at: '.github/workflows/deploy.yml:7',
      },
    ],
    good: [
      {
        name: 'rolled back on failure',
        files: { '.github/workflows/deploy.yml': workflow('      - run: kubectl apply -f k8s/\n      - if: failure()\n        run: kubectl rollout undo deployment/api\n') },
      },
      { name: 'helm does it', files: { '.github/workflows/deploy.yml': workflow('      - run: helm upgrade --install --atomic api ./chart\n') } },
      {
        name: 'a job behind it does it',
        files: {
          '.github/workflows/deploy.yml': `${workflow('      - run: kubectl apply -f k8s/\n')}  rollback:\n    needs: deploy\n    if: failure()\n    steps:\n      - run: kubectl rollout undo deployment/api\n`,
        },
      },
      {
        name: 'a pipeline that is started by hand does it',
        files: {
          '.github/workflows/deploy.yml': workflow('      - run: kubectl apply -f k8s/\n'),
          '.github/workflows/rollback.yml': 'on: workflow_dispatch\njobs:\n  undo:\n    steps:\n      - run: kubectl rollout undo deployment/api\n',
        },
      },
      {
        name: 'ECS is waited for',
        files: {
          '.github/workflows/deploy.yml': workflow(
            '      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n        with:\n          service: api\n          wait-for-service-stability: true\n',
          ),
        },
      },
      {
        name: 'a cluster for tests',
        files: { '.github/workflows/e2e.yml': 'on: push\njobs:\n  e2e:\n    steps:\n      - uses: helm/kind-action@v1\n      - run: kubectl apply -f k8s/\n' },
      },
      { name: 'a script, which may well do it', files: { '.github/workflows/deploy.yml': workflow('      - run: ./deploy.sh\n') } },
      { name: 'a plan', files: { '.github/workflows/deploy.yml': workflow('      - run: terraform plan\n') } },
    ],
  },
});

function workflow(steps: string): string {
  return `on:\n  push:\n    branches: [main]\njobs:\n  deploy:\n    steps:\n${steps}`;
}
