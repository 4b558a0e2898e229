import { concerning, describe, instanceFor, isSeenWorking, targetsOf, titleOf } from '../cloud.ts';
import { beside, cloudInstance, cloudService, outside } from '../cloud-fact-examples.ts';
import { deadEnds } from '../declaration.ts';
import { defineCause } from '../define.ts';

const says = {
  creating: 'it is still being made and has no address that answers',
  changing: 'it is being changed and may be out of use until that is over',
  deleting: 'it is being deleted',
  failed: 'it does not work any more',
} as const;

export default defineCause({
  code: 'cloud/instance-not-ready',
  severity: 'critical',
  scope: 'project',
  title: 'The managed instance is not ready',
  meaning:
    'The instance exists, and the provider says that it is being made, changed, repaired or deleted, or has failed. Until that is over connections are refused or run out of time.',
  detection:
    'Cloud facts (`--cloud-facts`): the state of the instance that the declared address or a variable of a service leads to; of a single instance in the facts also without. An instance that answers here while it is changed is only an `info`. Snapshots do not count: the instance is in use while they are taken.',
  advice: 'Wait for the operation, and look at it; what has failed is made anew from a backup.',
  source: 'cloud.google.com, redis.googleapis.com: Instance.State; docs.aws.amazon.com, ElastiCache: Status; learn.microsoft.com, Microsoft.Cache: ProvisioningState',
  needs: [],
  explains: [...deadEnds, 'process/unresponsive', 'process/not-running', 'process/loading', 'cloud/change-not-deployed'],
  detect: (project) =>
    project.cloud.instances.flatMap((instance) => {
      const { state, status, message } = instance;
      if (state === 'ready' || state === 'unknown') return [];
      const targets = targetsOf(project, instance);
      const users = project.cloud.services.filter((service) => instanceFor(project.cloud, service)?.instance === instance);
      // Others of the account are none of the application's.
      if (targets.length === 0 && users.length === 0 && (project.cloud.instances.length > 1 || project.targets.some(isSeenWorking))) return [];
      const isUsed = targets.length > 0 && targets.every(isSeenWorking);
      return [
        {
          ...(isUsed && { severity: 'info' as const }),
          summary: `${titleOf(instance)} is ${status ?? state}: ${isUsed ? 'it answers all the same' : says[state]}${message === null ? '' : ` (${message.slice(0, 150).replace(/\.$/, '')})`}.`,
          why: `${titleOf(instance)} is ${status ?? state}`,
          evidence: ['cloud'],
          where: [instance.place],
          ...concerning(targets.length > 0 ? targets : project.targets.length === 1 ? project.targets : []),
          remedies: [
            {
              title:
                state === 'failed'
                  ? 'See why it failed, and make it anew from a backup where the provider does not repair it'
                  : 'See what is being done, and wait until it is over',
              commands: [describe(instance), ...(instance.provider === 'google' && instance.region !== null ? [`gcloud redis operations list --region ${instance.region}`] : [])],
              risk: 'safe',
              runbook: null,
              verify: describe(instance),
            },
          ],
        },
      ];
    }),
  examples: {
    bad: [
      { name: 'Memorystore is being created', facts: outside({ instances: [cloudInstance({ status: 'CREATING', state: 'creating' })] }), says: 'still being made' },
      { name: 'Memorystore is repaired', facts: outside({ instances: [cloudInstance({ status: 'REPAIRING', state: 'changing' })], services: [cloudService()] }) },
      {
        name: 'ElastiCache could not be made',
        facts: outside({ instances: [cloudInstance({ provider: 'aws', product: 'ElastiCache', status: 'create-failed', state: 'failed', endpoints: [] })] }),
        says: 'does not work',
      },
    ],
    good: [
      { name: 'ready', facts: outside({ instances: [cloudInstance()] }) },
      {
        name: 'another instance of the account is being deleted',
        facts: outside({ instances: [cloudInstance(), cloudInstance({ name: 'old', status: 'DELETING', state: 'deleting', endpoints: [{ host: '10.0.0.9', port: 6379 }] })] }),
      },
      {
        name: 'another one is updated, and the application works',
        facts: beside({ instances: [cloudInstance({ status: 'UPDATING', state: 'changing' })] }),
      },
    ],
  },
});
