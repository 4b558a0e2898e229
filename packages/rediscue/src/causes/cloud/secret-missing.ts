import { cloudRun, fromSecret, secret } from '../cloud-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineFileCause } from '../define.ts';

const value = 'random_password.redis.result';
const declared = fromSecret('google_secret_manager_secret.redis.secret_id');

export default defineFileCause({
  code: 'cloud/secret-missing',
  severity: 'critical',
  title: 'The secret that the service reads is not there',
  meaning: 'The new revision does not start: the platform refuses to fill in its variables, and the old one, if there is one, goes on.',
  detection:
    'Terraform: a service reads a secret that no file declares, that is declared under a name that differs by its signs alone, or whose only version is switched off. A secret that may be made by hand is left alone.',
  advice: 'Declare the secret and a version of it, or correct the name.',
  source: 'cloud.google.com, Cloud Run: "Configure secrets"',
  explains: [],
  inFiles: { detect: (project) => faultsOf(project, 'cloud/secret-missing', 'Declare the secret, or correct its name') },
  fileExamples: {
    bad: [
      { name: 'no file declares it', files: { 'main.tf': cloudRun('', '', declared) }, at: 'main.tf:10' },
      { name: 'its only version is switched off', files: { 'main.tf': secret(value, '  enabled     = false\n') + cloudRun('', '', declared) }, at: 'main.tf:18' },
      { name: 'its name is written in another way', files: { 'main.tf': secret(value) + cloudRun('', '', fromSecret('"redis_password"')) }, at: 'main.tf:17' },
    ],
    good: [
      { name: 'declared', files: { 'main.tf': secret(value) + cloudRun('', '', declared) } },
      { name: 'made by hand', files: { 'main.tf': cloudRun('', '', fromSecret('"redis-password-of-others"')) } },
    ],
  },
});
