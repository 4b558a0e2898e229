/** A Cloud Run service of Terraform that is given a Redis, in one line less than a page: what examples of the family cloud share. */
export const redisInstance = (lines = '') => `resource "google_redis_instance" "cache" {
  name           = "cache"
  memory_size_gb = 1
${lines}}
`;

export const cloudRun = (access: string, lines = '', env = '        value = google_redis_instance.cache.host\n') => `resource "google_cloud_run_v2_service" "api" {
  name = "api"
${lines}  template {
${access}    containers {
      image = "shop/api:1"
      env {
        name  = "REDIS_HOST"
${env}      }
    }
  }
}
`;

export const connector = (lines: string) => `resource "google_vpc_access_connector" "vpc" {
  name = "vpc"
${lines}}
`;

export const byConnector = '    vpc_access {\n      connector = google_vpc_access_connector.vpc.id\n    }\n';

export const fromSecret = (secret: string) => `        value_source {
          secret_key_ref {
            secret  = ${secret}
            version = "latest"
          }
        }
`;

export const secret = (value: string, lines = '') => `resource "google_secret_manager_secret" "redis" {
  secret_id = "redis-password"
}
resource "google_secret_manager_secret_version" "redis" {
  secret      = google_secret_manager_secret.redis.id
  secret_data = ${value}
${lines}}
`;
