import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const at = (service: string, way: string, redis: string) =>
  redisInstance(`  region         = "${redis}"\n`) + connector(`  network = "default"\n  region  = "${way}"\n`) + cloudRun(byConnector, `  location = "${service}"\n`);

export default defineFileCause({
  code: 'cloud/region-mismatch',
  severity: 'critical',
  title: 'Service, connector and instance are in different regions',
  meaning: 'A connector serves its own region alone, and an instance is reached from its own: the deployment is refused, or connections run out of time.',
  detection: 'Terraform: the regions of the service, of its connector and of the instance that its variables lead to, where all of them can be worked out.',
  advice: 'Put all three into one region. An instance cannot be moved: make a new one and let it take over the data.',
  source: 'cloud.google.com, Memorystore for Redis: networking',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'cloud/region-mismatch', 'Put the service, its connector and the instance into one region') },
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
