import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const egress = (value: string) => `    vpc_access {\n      connector = google_vpc_access_connector.vpc.id\n      egress    = "${value}"\n    }\n`;
const publicRange = redisInstance('  reserved_ip_range = "34.12.0.0/29"\n');

export default defineFileCause({
  code: 'cloud/egress-not-routed',
  severity: 'critical',
  title: "The service's egress does not lead to the instance",
  meaning: 'The service has a way into a network, and Redis is not at the end of it: connections run out of time.',
  detection:
    'Terraform: the connector or the direct egress leads into another network than the one that the instance is authorized for, or only private ranges are routed and the instance has addresses outside of them. ' +
    'Networks that are not worked out from the files are left alone.',
  advice: "Name the instance's network in the connector, or route all traffic.",
  source: 'cloud.google.com, Cloud Run: "VPC with connectors", egress settings',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'cloud/egress-not-routed', "Lead the egress into the instance's network") },
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
