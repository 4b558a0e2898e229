import { byConnector, cloudRun, connector, redisInstance } from '../cloud-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

export default defineFileCause({
  code: 'cloud/no-vpc-access',
  severity: 'critical',
  title: "The service has no way into the instance's network",
  meaning: 'A managed Redis has an address of its network alone. A service outside of that waits for each connection until its time is over.',
  detection:
    'Terraform: a variable of the service leads to a managed instance that only its network reaches, and the service has neither a connector nor direct egress (Lambda: no `vpc_config`). ' +
    'Access that depends on a variable, or that others set, is left alone.',
  advice: 'Give the service direct VPC egress or a connector into the network that the instance is authorized for.',
  source: 'cloud.google.com, "Connect to a Redis instance from Cloud Run"; docs.aws.amazon.com, "Configuring a Lambda function to access resources in a VPC"',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'cloud/no-vpc-access', "Give the service a way into the instance's network") },
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
