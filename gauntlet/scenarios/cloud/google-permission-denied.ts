import { cloudRun, connector, fromSecret, memorystore, plain, revision, seenFromOutside } from '../../harness/cloud.ts';

const old = [plain('REDIS_HOST', '10.0.0.3')];
const env = [...old, fromSecret('REDIS_PASSWORD', 'redis-password')];
const message =
  'Revision api-00012-kal is not ready and cannot serve traffic. spec.template.spec.containers[0].env[1].value_from.secret_key_ref.name: Permission denied on secret: projects/480001/secrets/redis-password/versions/latest for Revision service account api@shop.iam.gserviceaccount.com. The service account used must be granted the "Secret Manager Secret Accessor" role (roles/secretmanager.secretAccessor) at the secret, project or higher level.';

export default seenFromOutside({
  name: 'the account of the service may not read the new secret, so that the old revision goes on without it',
  facts: () => [
    memorystore(),
    cloudRun({
      env,
      ready: 'api-00011-xyz',
      condition: { lastTransitionTime: '2026-11-20T09:00:00Z', message, reason: 'SecretsAccessCheckFailed', status: 'False', type: 'Ready' },
    }),
    revision('api-00011-xyz', old),
    connector(),
  ],
  mended: () => [memorystore(), cloudRun({ env }), connector()],
  expect: {
    root: 'cloud/permission-denied',
    finds: ['cloud/change-not-deployed'],
    says: ['api@shop.iam.gserviceaccount.com', 'gcloud secrets add-iam-policy-binding redis-password'],
  },
});
