import { concerning, connectorOf, describeService, instanceFor, targetsFor, titleOf } from '../cloud.ts';
import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { cloudConnector, cloudInstance, cloudService, outside } from '../cloud-fact-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found, type Undecided } from '../define.ts';
import type { ProjectView } from '../view.ts';

const at = (service: string, way: string, redis: string) =>
  redisInstance(`  region         = "${redis}"\n`) + connector(`  network = "default"\n  region  = "${way}"\n`) + cloudRun(byConnector, `  location = "${service}"\n`);

export default defineCause({
  code: 'cloud/region-mismatch',
  severity: 'critical',
  scope: 'project',
  title: 'Service, connector and instance are in different regions',
  meaning: 'A connector serves its own region alone, and an instance is reached from its own: the deployment is refused, or connections run out of time.',
  detection:
    'Cloud facts (`--cloud-facts`): the regions of a service, of its connector, and of the instance that its variables lead to. Terraform: the regions of the service, of its connector and of the instance that its variables lead to, where all of them can be worked out.',
  advice: 'Put all three into one region. An instance cannot be moved: make a new one and let it take over the data.',
  source: 'cloud.google.com, Memorystore for Redis: networking',
  needs: [],
  explains: ['cloud/change-not-deployed'],
  detect: apart,
  inFiles: { detect: (project) => faultsOf(project, 'cloud/region-mismatch', 'Put the service, its connector and the instance into one region') },
  examples: {
    bad: [
      { name: 'the instance elsewhere', facts: outside({ instances: [cloudInstance({ region: 'us-central1' })], services: [cloudService()] }), says: 'us-central1' },
      {
        name: 'the connector elsewhere',
        facts: outside({
          instances: [cloudInstance()],
          services: [cloudService({ connector: 'projects/shop/locations/us-central1/connectors/vpc' })],
          connectors: [cloudConnector({ region: 'us-central1' })],
        }),
        says: 'connector',
      },
    ],
    good: [
      { name: 'one region', facts: outside({ instances: [cloudInstance()], services: [cloudService()], connectors: [cloudConnector()] }) },
      {
        name: 'an instance elsewhere that nobody here is told of',
        facts: outside({
          instances: [cloudInstance(), cloudInstance({ name: 'far', region: 'us-central1', endpoints: [{ host: '10.9.0.3', port: 6379 }] })],
          services: [cloudService()],
        }),
      },
      {
        name: 'a cluster, which other regions reach',
        facts: outside({ instances: [cloudInstance({ product: 'Memorystore for Redis Cluster', region: 'us-central1' })], services: [cloudService()] }),
      },
    ],
  },
  fileExamples: {
    bad: [
      { name: 'the connector elsewhere', files: { 'main.tf': at('europe-west1', 'us-central1', 'europe-west1') }, at: 'main.tf:13' },
      { name: 'the instance elsewhere', files: { 'main.tf': at('europe-west1', 'europe-west1', 'us-central1') }, at: 'main.tf:13' },
    ],
    good: [
      { name: 'one region', files: { 'main.tf': at('europe-west1', 'europe-west1', 'europe-west1') } },
      {
        name: 'a region that a variable gives',
        files: {
          'main.tf': `variable "region" {}\n${at('europe-west1', 'europe-west1', 'europe-west1').replace('  region         = "europe-west1"', '  region         = var.region')}`,
        },
      },
    ],
  },
});

/** Services, as the providers show them, whose connector or instance is in another region. */
function apart(project: ProjectView): (Found | Undecided)[] {
  const { cloud } = project;
  return cloud.services.flatMap((service): (Found | Undecided)[] => {
    const { region, provider, product, name } = service;
    const led = instanceFor(cloud, service);
    if (provider === 'aws' && led?.instance.region && region !== null && led.instance.region !== region)
      return [{ undecided: `${name} runs in ${region}, and ${titleOf(led.instance)} is elsewhere`, needs: 'whether their networks are joined (VPC peering, transit gateway)' }];
    if (provider !== 'google' || region === null || service.variables.length === 0) return [];
    const connector = service.access === 'connector' ? connectorOf(cloud, service) : undefined;
    const way = /\/locations\/([^/]+)\//.exec(service.connector ?? '')?.[1] ?? connector?.region ?? null;
    const there = led?.instance.product === 'Memorystore for Redis' ? led.instance.region : null;
    const isWay = way !== null && way !== region;
    if (!isWay && (there === null || there === region)) return [];
    return [
      {
        summary:
          isWay || led === null
            ? `${product} ${name} runs in ${region}, and its connector is in ${way}: it can only use one of its own region.`
            : `${product} ${name} runs in ${region}, and ${titleOf(led.instance)} is reached from its own region.`,
        why: `${name} and what it needs are in different regions`,
        evidence: ['cloud'],
        where: [service.place],
        ...concerning(targetsFor(project, service), [service]),
        remedies: [
          {
            title: 'Put the service, its connector and the instance into one region',
            commands: [describeService(service)],
            risk: 'safe',
            runbook: null,
            verify: describeService(service),
          },
        ],
      },
    ];
  });
}
