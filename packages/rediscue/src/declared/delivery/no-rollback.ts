import type { DeclaredFault } from '../reading.ts';
import { deployIn, isTalk, type JobView, lineOf, type StepView, scriptOf } from './pipeline.ts';

/** Words of everything that takes a release back, or lets it in only when it is well. */
const takesBack =
  /roll(ed|s|ing|out)?[\s_-]*(back|undo)|--atomic|--rollback-on-failure|\brevert|previous|last[\s_-]?(known|good|stable|successful)|blue.{0,3}green|canary|--to-(revisions|tags|latest)|--no-traffic|wait-for-service-stability: (?!'?"?false)|rollbackon|argo|flagger|codedeploy|appspec/i;
/** Clusters that live as long as the job. */
const passing = /\b(kind|minikube|k3d|k3s|microk8s|kwok|localstack|ephemeral)\b/i;
/** Places where a bad release hurts nobody. */
const forTrial =
  /\b(tests?|e2e|integration|smoke|preview|review|pr|pull[\s-]?requests?|dev(elopment)?|sandbox|ephemeral|demo|playground|nightly|bench(mark)?s?|cleanup|teardown|destroy|bootstrap|github-pages)\b/i;
const forRelease = /deploy|release|roll-?out|\bcd\b|prod|staging/i;
const script = /(^|[\s"'])(\.{0,2}\/)?[\w./-]+\.(sh|bash|py|js|mjs|ts|rb)\b|^(make|task|just|npm|pnpm|yarn|bun|npx|node|python3?|ansible(-playbook)?|cap|bundle)\b/;

/** delivery/no-rollback: a job that deploys for certain, and nothing that takes a bad release back. */
export const withoutRollback = (jobs: readonly JobView[]): DeclaredFault[] =>
  jobs.flatMap((job): DeclaredFault[] => {
    const deploy = isForTrial(job) ? null : deployOf(job);
    if (!deploy || rollsBack(job, jobs)) return [];
    const pretended = job.ownSteps.find((step) => takesBack.test(step.name ?? '') && isIdle(step));
    const target = job.environment !== null && !job.environment.includes('${{') ? ` to ${job.environment}` : '';
    return [
      {
        code: 'delivery/no-rollback',
        place: deploy.step.run?.place ?? deploy.step.place,
        summary: `The job ${job.job} of ${job.file} deploys with ${deploy.by}${target}, and nothing takes a bad release back${pretended ? `: its step “${pretended.name?.slice(0, 80)}” only prints` : ''}.`,
        also: pretended ? [pretended.run?.place ?? pretended.place] : [],
        subject: job.job,
      },
    ];
  });

const isIdle = (step: StepView): boolean => {
  const read = scriptOf(step);
  return read?.calls.every(isTalk) ?? false;
};

/** Actions that deploy. */
const actions =
  /^(google-github-actions\/deploy-(cloudrun|appengine)|aws-actions\/amazon-ecs-deploy-task-definition|azure\/(k8s-deploy|webapps-deploy|container-apps-deploy-action)|akhileshns\/heroku-deploy)$/i;

/** The first step that deploys for certain, with what. */
function deployOf({ ownSteps }: JobView): { step: StepView; by: string } | null {
  for (const step of ownSteps) {
    if (step.uses !== null && actions.test(step.uses.action)) return { step, by: step.uses.action };
    if (step.uses !== null && /^superfly\/flyctl-actions$/.test(step.uses.action) && /^deploy\b/.test(step.with.args ?? '')) return { step, by: 'fly deploy' };
    const read = scriptOf(step);
    for (const call of read?.calls ?? []) {
      const by = deployIn(lineOf(read?.text ?? '', call));
      if (by !== null) return { step, by };
    }
  }
  return null;
}

/** Nobody's environment: a cluster of the job's own, a preview, a pull request, or nothing that says what it is for. */
function isForTrial(job: JobView): boolean {
  const names = [job.job, job.name, job.workflow, job.environment, job.file.slice(job.file.lastIndexOf('/') + 1)].map((name) => (name ?? '').replaceAll(/[_-]/g, ' '));
  const parts = job.ownSteps.flatMap(({ uses, run, name }) => [uses?.text ?? '', run?.text ?? '', name ?? '']);
  const isPullRequest = (job.triggers.length > 0 && job.triggers.every((trigger) => trigger.startsWith('pull_request'))) || /event_name == 'pull_request/.test(job.if ?? '');
  const isReleased = job.environment !== null || [...names, ...job.ownSteps.map(({ name }) => name ?? '')].some((name) => forRelease.test(name));
  return isPullRequest || !isReleased || names.some((name) => forTrial.test(name)) || [...parts, ...job.runsOn].some((part) => passing.test(part));
}

/** It, a job that needs it, or another pipeline that is started by hand or after it takes releases back, as far as can be known. */
function rollsBack(job: JobView, jobs: readonly JobView[]): boolean {
  const behind = new Set([job]);
  for (const each of behind) for (const other of jobs) if (other.file === each.file && other.needs.includes(each.job)) behind.add(other);
  const apart = jobs.filter(
    (other) => other.file !== job.file && other.triggers.some((trigger) => /^(workflow_(dispatch|run)|repository_dispatch|deployment_status)$/.test(trigger)),
  );
  return [...behind, ...apart].some(
    (each) => takesBack.test(each.uses ?? '') || (each.uses !== null && takesBack.test(each.job)) || each.ownSteps.some((step) => mayTakeBack(step)),
  );
}

function mayTakeBack(step: StepView): boolean {
  if (isIdle(step)) return false;
  const texts = [
    step.name ?? '',
    step.uses?.text ?? '',
    ...Object.entries(step.with).map(([name, value]) => `${name}: ${value}`),
    (step.run?.text ?? '').replaceAll(/^[ \t]*#.*$/gm, ''),
  ];
  // What another shell's script does, and what a script does when something failed, cannot be seen.
  const isUnseen = step.run !== null && scriptOf(step) === null;
  const isOnFailure = /failure\(\)|!\s*success\(\)|always\(\)|'failure'/.test(step.if ?? '') && (script.test(step.run?.text ?? '') || step.uses?.kind === 'local');
  return isUnseen || isOnFailure || texts.some((text) => takesBack.test(text));
}
