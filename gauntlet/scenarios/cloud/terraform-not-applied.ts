import { connector, memorystore, seenFromOutside } from '../../harness/cloud.ts';

const terraform = `resource "google_redis_instance" "queue" {
  name           = "queue"
  region         = "europe-west1"
  memory_size_gb = 1
}

resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "europe-west1"
  template {
    vpc_access {
      connector = "projects/shop/locations/europe-west1/connectors/vpc"
    }
    containers {
      image = "shop/api:12"
      env {
        name  = "REDIS_HOST"
        value = google_redis_instance.queue.host
      }
    }
  }
}
`;
const queue = memorystore({ name: 'projects/shop/locations/europe-west1/instances/queue', host: '10.0.0.11' });

export default seenFromOutside({
  name: 'Terraform makes an instance that the list of its region does not hold',
  files: { 'main.tf': terraform },
  facts: () => [[memorystore()], connector()],
  mended: () => [[memorystore(), queue], connector()],
  expect: { root: 'cloud/instance-missing', says: ['queue', 'main.tf', 'terraform apply'] },
});
