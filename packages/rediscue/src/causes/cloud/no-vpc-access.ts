import { concerning, describeService, instanceFor, isPrivate, scopeOf, targetsFor, titleOf } from '../cloud.ts';
import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { cloudInstance, cloudRefusal, cloudService, cloudVariable, outside } from '../cloud-fact-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found } from '../define.ts';
import type { ProjectView } from '../view.ts';

export default defineCause({
  code: 'cloud/no-vpc-access',
  severity: 'critical',
  scope: 'project',
  title: "The service has no way into the instance's network",
  meaning: 'A managed Redis has an address of its network alone. A service outside of that waits for each connection until its time is over.',
  detection:
    'Cloud facts (`--cloud-facts`): a variable of the service leads to an instance, or to a private address, that only its network reaches, and the service has neither a connector nor direct egress, or its connector does not exist. Terraform: a variable of the service leads to a managed instance that only its network reaches, and the service has neither a connector nor direct egress (Lambda: no `vpc_config`). ' +
    'Access that depends on a variable, or that others set, is left alone.',
  advice: 'Give the service direct VPC egress or a connector into the network that the instance is authorized for.',
  source: 'cloud.google.com, "Connect to a Redis instance from Cloud Run"; docs.aws.amazon.com, "Configuring a Lambda function to access resources in a VPC"',
  needs: [],
  explains: ['cloud/change-not-deployed'],
  detect: withoutWay,
  inFiles: { detect: (project) => faultsOf(project, 'cloud/no-vpc-access', "Give the service a way into the instance's network") },
  examples: {
    bad: [
      {
        name: 'the service has neither',
        facts: outside({ instances: [cloudInstance()], services: [cloudService({ access: 'none', connector: null, egress: null })] }),
        says: 'no way',
      },
      { name: 'a private address, and the instance is not given', facts: outside({ services: [cloudService({ access: 'none', connector: null })] }) },
      {
        name: 'the connector that it names does not exist',
        facts: outside({ instances: [cloudInstance()], services: [cloudService()], refusals: [cloudRefusal({ kind: 'connector', name: 'vpc' })] }),
        says: 'connector',
      },
      {
        name: 'a Lambda function outside of the network',
        facts: outside({
          instances: [cloudInstance({ provider: 'aws', product: 'ElastiCache' })],
          services: [cloudService({ provider: 'aws', product: 'Lambda function', access: 'none', connector: null })],
        }),
      },
    ],
    good: [
      { name: 'a connector', facts: outside({ instances: [cloudInstance()], services: [cloudService()] }) },
      { name: 'direct egress', facts: outside({ instances: [cloudInstance()], services: [cloudService({ access: 'direct', connector: null, network: 'default' })] }) },
      {
        name: 'a public instance',
        facts: outside({
          instances: [cloudInstance({ reach: 'public', endpoints: [{ host: 'c.redis.cache.windows.net', port: 6380 }] })],
          services: [cloudService({ access: 'none', variables: [cloudVariable({ host: 'c.redis.cache.windows.net' })] })],
        }),
      },
      { name: 'a service that is told nothing of Redis', facts: outside({ instances: [cloudInstance()], services: [cloudService({ access: 'none', variables: [] })] }) },
      { name: 'its access is not known', facts: outside({ instances: [cloudInstance()], services: [cloudService({ access: 'unknown', connector: null })] }) },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'Cloud Run without a connector', files: { 'main.tf': redisInstance() + cloudRun('') }, at: 'main.tf:5' },
      {
        name: 'a Lambda function outside of the VPC',
        files: {
          'main.tf':
            'resource "aws_elasticache_cluster" "cache" {\n  cluster_id = "cache"\n  engine     = "redis"\n}\n' +
            'resource "aws_lambda_function" "api" {\n  function_name = "api"\n  environment {\n    variables = {\n      REDIS_HOST = aws_elasticache_cluster.cache.cache_nodes[0].address\n    }\n  }\n}\n',
        },
        at: 'main.tf:5',
      },
    ],
    good: [
      { name: 'a connector', files: { 'main.tf': redisInstance() + connector('  network = "default"\n') + cloudRun(byConnector) } },
      { name: 'direct egress', files: { 'main.tf': redisInstance() + cloudRun('    vpc_access {\n      network_interfaces {\n        network = "default"\n      }\n    }\n') } },
      {
        name: 'a connector that a variable names',
        files: { 'main.tf': `variable "connector" {}\n${redisInstance()}${cloudRun('    vpc_access {\n      connector = var.connector\n    }\n')}` },
      },
    ],
  },
});

/** Services that the providers show without a way to the private address that they are told of. */
function withoutWay(project: ProjectView): Found[] {
  const { cloud } = project;
  return cloud.services.flatMap((service): Found[] => {
    const { name, product, provider, connector, region } = service;
    const led = instanceFor(cloud, service);
    const variable = led?.variable ?? service.variables.find(({ host }) => host !== null && isPrivate(host))?.name;
    if (variable === undefined || led?.instance.reach === 'public') return [];
    const named = connector?.split('/').at(-1) ?? null;
    const isGone = cloud.refusals.some((each) => each.is === 'not-found' && each.kind === 'connector' && each.name === named && named !== null);
    if (service.access !== 'none' && !isGone) return [];
    const what = led ? titleOf(led.instance) : `a private address`;
    const scope = scopeOf(service);
    const network = led?.instance.network ?? 'default';
    return [
      {
        summary: isGone
          ? `${product} ${name} uses the connector ${named}, which does not exist: it has no way to ${what}, to which its ${variable} leads.`
          : `${product} ${name} has no way into the network of ${what}, to which its ${variable} leads: it has neither a connector nor direct egress.`,
        why: `${name} has no way into the instance's network`,
        evidence: ['cloud'],
        where: [service.place],
        ...concerning(targetsFor(project, service), [service]),
        remedies: [
          {
            title: "Give it a way into the instance's network",
            commands:
              provider === 'google'
                ? [`gcloud run services update ${name}${scope} --network ${network} --subnet ${network} --vpc-egress private-ranges-only`]
                : [
                    `aws lambda update-function-configuration --function-name ${name}${region === null ? '' : ` --region ${region}`} --vpc-config SubnetIds="$SUBNETS",SecurityGroupIds="$GROUPS"`,
                  ],
            risk: 'disruptive',
            runbook: null,
            verify: describeService(service),
          },
        ],
      },
    ];
  });
}
