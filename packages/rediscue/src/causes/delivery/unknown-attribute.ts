import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const group = (lines: string) => `resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = "cache"
  description          = "cache"
${lines}}
`;
const aws = (version: string) => `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "${version}"\n    }\n  }\n}\n`;

export default defineFileCause({
  code: 'delivery/unknown-attribute',
  severity: 'error',
  title: 'Infrastructure code uses what its provider does not have',
  meaning: 'The plan fails, so that nothing that the pipeline would change is changed.',
  detection:
    'Terraform: resources of managed Redis are held against the tables of what their providers take. An attribute or block is told that none of them has, that can only be read, or that was taken away in the version asked for; ' +
    'and a provider whose source does not exist. Versions newer than the tables may have new names.',
  advice: 'Correct the name, and let the pipeline run `terraform validate` before it plans.',
  source: "registry.terraform.io, the providers' schemas",
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'delivery/unknown-attribute', ({ mend }) => (mend ? `Write \`${mend.replace}\`` : 'Correct the name, or leave it out')) },
  fileExamples: {
    bad: [
      { name: 'an attribute that never was', files: { 'main.tf': group('  engine_mode          = "provisioned"\n') }, at: 'main.tf:4' },
      { name: 'one that can only be read', files: { 'main.tf': group('  primary_endpoint_address = "cache.internal"\n') }, at: 'main.tf:4' },
      { name: 'one that was taken away', files: { 'main.tf': aws('~> 5.30') + group('  number_cache_clusters = 2\n') }, at: 'main.tf:12' },
      {
        name: 'a provider without its source',
        files: { 'main.tf': 'resource "upstash_redis_database" "cache" {\n  database_name = "cache"\n  region        = "eu-west-1"\n}\n' },
        at: 'main.tf:1',
      },
    ],
    good: [
      { name: 'known attributes', files: { 'main.tf': group('  num_cache_clusters   = 2\n') } },
      { name: 'taken away later than the version that is used', files: { 'main.tf': aws('~> 4.0') + group('  number_cache_clusters = 2\n') } },
      { name: 'a version that is newer than what is known', files: { 'main.tf': aws('>= 99.0') + group('  something_new = true\n') } },
    ],
  },
});
