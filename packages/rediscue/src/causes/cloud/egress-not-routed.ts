import { concerning, connectorOf, describeService, instanceFor, isPrivate, scopeOf, targetsFor, titleOf } from '../cloud.ts';
import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { cloudConnector, cloudInstance, cloudService, cloudVariable, outside } from '../cloud-fact-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found } from '../define.ts';
import type { ProjectView } from '../view.ts';

const egress = (value: string) => `    vpc_access {\n      connector = google_vpc_access_connector.vpc.id\n      egress    = "${value}"\n    }\n`;
const publicRange = redisInstance('  reserved_ip_range = "34.12.0.0/29"\n');

export default defineCause({
  code: 'cloud/egress-not-routed',
  severity: 'critical',
  scope: 'project',
  title: "The service's egress does not lead to the instance",
  meaning: 'The service has a way into a network, and Redis is not at the end of it: connections run out of time.',
  detection:
    "Cloud facts (`--cloud-facts`): the network of the connector or direct egress is not the instance's, the connector is not ready, or only private ranges are routed and the instance has another address. Terraform: the connector or the direct egress leads into another network than the one that the instance is authorized for, or only private ranges are routed and the instance has addresses outside of them. " +
    'Networks that are not worked out from the files are left alone.',
  advice: "Name the instance's network in the connector, or route all traffic.",
  source: 'cloud.google.com, Cloud Run: "VPC with connectors", egress settings',
  needs: [],
  explains: ['cloud/change-not-deployed'],
  detect: misled,
  inFiles: { detect: (project) => faultsOf(project, 'cloud/egress-not-routed', "Lead the egress into the instance's network") },
  examples: {
    bad: [
      {
        name: 'the connector leads into another network',
        facts: outside({ instances: [cloudInstance({ network: 'data' })], services: [cloudService()], connectors: [cloudConnector()] }),
        says: 'data',
      },
      {
        name: 'the connector has failed',
        facts: outside({ instances: [cloudInstance()], services: [cloudService()], connectors: [cloudConnector({ status: 'ERROR', state: 'failed' })] }),
        says: 'ERROR',
      },
      {
        name: 'direct egress into another network',
        facts: outside({ instances: [cloudInstance({ network: 'data' })], services: [cloudService({ access: 'direct', connector: null, network: 'default' })] }),
      },
      {
        name: 'private ranges only, and an address that is none',
        facts: outside({
          instances: [cloudInstance({ endpoints: [{ host: '34.12.0.3', port: 6379 }] })],
          services: [cloudService({ variables: [cloudVariable({ host: '34.12.0.3' })] })],
        }),
        says: 'private ranges',
      },
    ],
    good: [
      { name: 'one network', facts: outside({ instances: [cloudInstance()], services: [cloudService()], connectors: [cloudConnector()] }) },
      { name: 'the connector is not given', facts: outside({ instances: [cloudInstance({ network: 'data' })], services: [cloudService()] }) },
      {
        name: 'a connector that nobody here uses has failed',
        facts: outside({ instances: [cloudInstance()], services: [cloudService()], connectors: [cloudConnector(), cloudConnector({ name: 'old', state: 'failed' })] }),
      },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'a connector of another network',
        files: { 'main.tf': redisInstance('  authorized_network = "projects/shop/global/networks/data"\n') + connector('  network = "default"\n') + cloudRun(byConnector) },
        at: 'main.tf:14',
      },
      {
        name: 'private ranges only, and an address that is none',
        files: { 'main.tf': publicRange + connector('  network = "default"\n') + cloudRun(egress('PRIVATE_RANGES_ONLY')) },
        at: 'main.tf:15',
      },
    ],
    good: [
      {
        name: 'one network',
        files: { 'main.tf': redisInstance('  authorized_network = "projects/shop/global/networks/data"\n') + connector('  network = "data"\n') + cloudRun(byConnector) },
      },
      { name: 'all traffic', files: { 'main.tf': publicRange + connector('  network = "default"\n') + cloudRun(egress('ALL_TRAFFIC')) } },
    ],
  },
});

/** Services whose way, as the providers show it, does not end in the instance's network. */
function misled(project: ProjectView): Found[] {
  const { cloud } = project;
  return cloud.services.flatMap((service): Found[] => {
    const led = instanceFor(cloud, service);
    if (led === null || service.provider !== 'google' || led.instance.reach === 'public') return [];
    const { instance } = led;
    const connector = service.access === 'connector' ? connectorOf(cloud, service) : undefined;
    const network = connector ? connector.network : service.access === 'direct' ? service.network : null;
    const host = instance.endpoints[0]?.host ?? '';
    const way = connector ? `its connector ${connector.name}` : 'its direct egress';
    const isBroken = connector !== undefined && (connector.state === 'failed' || connector.state === 'deleting' || connector.state === 'creating');
    const isElsewhere = network !== null && instance.network !== null && network !== instance.network;
    const isOutOfRange = service.egress === 'private-ranges' && /^\d+(\.\d+){3}$/.test(host) && !isPrivate(host);
    if (!isBroken && !isElsewhere && !isOutOfRange) return [];
    const scope = scopeOf(service);
    const update = `gcloud run services update ${service.name}${scope}`;
    return [
      {
        summary: isBroken
          ? `${service.product} ${service.name} reaches ${titleOf(instance)} through its connector ${connector.name}, and that is ${connector.status ?? connector.state}.`
          : isElsewhere
            ? `${service.product} ${service.name} is told of ${titleOf(instance)} in the network ${instance.network}, and ${way} leads into ${network}.`
            : `${service.product} ${service.name} routes private ranges only, and ${host} of ${titleOf(instance)} is in none of them.`,
        why: `the egress of ${service.name} does not lead to the instance`,
        evidence: ['cloud'],
        where: [connector?.place ?? service.place],
        ...concerning(targetsFor(project, service), [service]),
        remedies: [
          {
            title: isBroken ? 'See why the connector has failed, and make it anew' : "Lead the egress into the instance's network",
            commands: isBroken
              ? [`gcloud compute networks vpc-access connectors describe ${connector.name}${scope}`]
              : isElsewhere
                ? [`${update} --clear-vpc-connector --network ${instance.network} --subnet ${instance.network}`]
                : [`${update} --vpc-egress all-traffic`],
            risk: isBroken ? 'safe' : 'disruptive',
            runbook: null,
            verify: describeService(service),
          },
        ],
      },
    ];
  });
}
