import { type CloudRefusal, concerning, describe, isSeenWorking, targetsFor, usersOf } from '../cloud.ts';
import { beside, cloudInstance, cloudRefusal, cloudService, outside } from '../cloud-fact-examples.ts';
import { defineCause, type Found, type Remedy, type Undecided } from '../define.ts';
import type { ProjectView } from '../view.ts';

const things = { instance: 'the managed instance', secret: 'the secret', connector: 'the connector', service: 'the service', other: 'what was asked for' } as const;

const thing = ({ kind, name }: CloudRefusal): string => `${things[kind]}${name === null ? '' : ` ${name}`}`;

function grant({ provider, kind, name, permission, identity, project }: CloudRefusal): string[] {
  const member = identity === null ? 'serviceAccount:"$SERVICE_ACCOUNT"' : `${/gserviceaccount\.com$/.test(identity) ? 'serviceAccount' : 'user'}:${identity}`;
  const scope = project === null ? '' : ` --project ${project}`;
  if (provider === 'google' && kind === 'secret' && name !== null)
    return [`gcloud secrets add-iam-policy-binding ${name}${scope} --member ${member} --role roles/secretmanager.secretAccessor`];
  if (provider === 'google') {
    const role = { instance: 'roles/redis.viewer', connector: 'roles/vpcaccess.viewer', service: 'roles/run.viewer', secret: 'roles/secretmanager.viewer', other: 'roles/viewer' }[
      kind
    ];
    return [`gcloud projects add-iam-policy-binding ${project ?? '"$PROJECT"'} --member ${member} --role ${role}`];
  }
  if (provider === 'aws') {
    const role = /assumed-role\/([^/]+)/.exec(identity ?? '')?.[1] ?? /role\/(.+)$/.exec(identity ?? '')?.[1];
    return [
      `aws iam simulate-principal-policy --policy-source-arn "$ROLE_ARN" --action-names ${permission ?? 'secretsmanager:GetSecretValue'}`,
      ...(role === undefined ? [] : [`aws iam list-attached-role-policies --role-name ${role}`]),
    ];
  }
  return provider === 'azure' ? [`az role assignment list${identity === null ? '' : ` --assignee ${identity}`} --all`] : [];
}

function judged(refusal: CloudRefusal, project: ProjectView): Found | Undecided {
  const { who, identity, permission, service: name, kind } = refusal;
  const service = name === null ? undefined : project.cloud.services.find((each) => each.name === name);
  const targets = service ? targetsFor(project, service) : project.targets.length === 1 ? [...project.targets] : [];
  const by = identity ?? (who === 'service' ? `the identity of ${name ?? 'the service'}` : 'the account that asked');
  const isUsed = project.targets.length > 0 && project.targets.every(isSeenWorking);
  // Whoever asks for facts is not the application: where that is seen to work, the refusal hides something and breaks nothing.
  if (who === 'caller' && isUsed) return { undecided: `${by} may not read ${thing(refusal)}`, needs: permission === null ? 'an account that may' : `the permission ${permission}` };
  const remedy: Remedy = {
    title: `Let ${by} read ${thing(refusal)}${who === 'service' && kind === 'secret' ? ', and deploy again' : ''}`,
    commands: grant(refusal),
    risk: 'safe',
    runbook: null,
    verify: kind === 'instance' ? describe(refusal) : 'rediscue diagnose --cloud-facts FILE, with what the provider then says',
  };
  return {
    // It may be of anything.
    ...(kind === 'other' && { severity: 'warning' as const }),
    summary: `${by.replace(/^the /, 'The ')} may not read ${thing(refusal)}${permission === null ? '' : ` (${permission})`}: ${who === 'service' ? `${name ?? 'the service'} does not start with it` : 'whether it is there and ready cannot be seen'}.`,
    why: `${by} was refused ${thing(refusal)}`,
    evidence: ['cloud'],
    where: [refusal.place],
    ...concerning(targets, [...(service ? [service] : []), ...(kind === 'secret' ? usersOf(project.cloud, refusal) : [])]),
    remedies: [remedy],
  };
}

export default defineCause({
  code: 'cloud/permission-denied',
  severity: 'critical',
  scope: 'project',
  title: 'The identity may not read what it must',
  meaning:
    'The account that the service runs as may not read its secret, so that no new revision starts; or the account that looks may not see the instance, so that nothing can be said of it.',
  detection:
    "Cloud facts (`--cloud-facts`): a refusal of the provider's client (PERMISSION_DENIED, AccessDenied, AuthorizationFailed), or what the platform says of a revision or task that does not start. A refusal of whoever asks, while the application works, is told as not checked.",
  advice: 'Grant the one role that reads the one thing, to the identity that the message names; then deploy again.',
  source: 'cloud.google.com, "Configure secrets"; docs.aws.amazon.com, ECS: "ResourceInitializationError"',
  needs: [],
  explains: ['cloud/change-not-deployed'],
  detect: (project) => {
    const denied = project.cloud.refusals.filter(({ is }) => is === 'denied');
    // The same refusal of several conditions, or of several tries, is one.
    const distinct = new Map(denied.map((each) => [JSON.stringify([each.kind, each.name, each.service, each.identity]), each]));
    return [...distinct.values()].map((each) => judged(each, project));
  },
  examples: {
    bad: [
      {
        name: "Cloud Run: the service's account may not read the secret",
        facts: outside({
          instances: [cloudInstance()],
          services: [cloudService({ rollout: 'failed' })],
          refusals: [
            cloudRefusal({
              is: 'denied',
              kind: 'secret',
              name: 'redis-password',
              who: 'service',
              service: 'api',
              identity: 'api@shop.iam.gserviceaccount.com',
              message: 'Permission denied on secret',
            }),
          ],
        }),
        says: 'does not start with it',
      },
      {
        name: 'the instance may not be described',
        facts: outside({ refusals: [cloudRefusal({ is: 'denied', permission: 'redis.instances.get', identity: 'ci@shop.iam.gserviceaccount.com' })] }),
        says: 'cannot be seen',
      },
      {
        name: 'ECS: the execution role may not fetch the secret',
        facts: outside({
          refusals: [
            cloudRefusal({
              ...{ is: 'denied', provider: 'aws', kind: 'secret', name: 'prod/redis', who: 'service', service: 'api', permission: 'secretsmanager:GetSecretValue' },
              identity: 'arn:aws:sts::1:assumed-role/ecsTaskExecutionRole/x',
            }),
          ],
        }),
      },
    ],
    good: [
      { name: 'all could be read', facts: outside({ instances: [cloudInstance()], services: [cloudService()] }) },
      { name: 'somebody may not describe it, and the application works', facts: beside({ refusals: [cloudRefusal({ is: 'denied' })] }) },
    ],
  },
});
