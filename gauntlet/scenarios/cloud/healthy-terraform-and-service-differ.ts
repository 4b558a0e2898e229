import { cloudRun, connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

const terraform = `resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "europe-west1"
  template {
    containers {
      image = "shop/api:12"
      env {
        name  = "REDIS_HOST"
        value = "10.0.0.4"
      }
    }
  }
  lifecycle {
    ignore_changes = [template[0].vpc_access]
  }
}
`;

export default seenFromOutside({
  name: 'a file says another host than the service runs with: worth a warning, since either may be meant',
  files: { 'main.tf': terraform },
  facts: () => [memorystore(), cloudRun(), connector()],
  expect: { root: null, finds: ['cloud/change-not-deployed'] },
});
