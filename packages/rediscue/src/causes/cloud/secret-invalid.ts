import type { Place, SecretShape } from '../../facts/index.ts';
import { cloudRun, fromSecret, secret } from '../cloud-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineFileCause, type Found } from '../define.ts';
import { change, programs } from '../in-files.ts';
import type { ObjectView, ProgramView, ProjectView } from '../view.ts';

const used = fromSecret('google_secret_manager_secret.redis.secret_id');
const pod = (variable = 'REDIS_PASSWORD') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: shop/api:1
          env:
            - name: REDIS_HOST
              value: redis
            - name: ${variable}
              valueFrom: { secretKeyRef: { name: redis, key: password } }
`;
const manifest = (value: string) => `apiVersion: v1
kind: Secret
metadata: { name: redis }
${value}`;

export default defineFileCause({
  code: 'cloud/secret-invalid',
  severity: 'critical',
  title: 'The value in the secret store cannot be right',
  meaning:
    'The password or address that the application is given has a line end too many, or is still the placeholder: it is refused, and the value looks right to whoever reads it.',
  detection:
    'The value that Terraform or a Kubernetes Secret gives to a variable of Redis is a placeholder, begins or ends with a space or a line end, or is no base64. ' +
    'Values that others fill in, and documents of several lines, are left alone; a placeholder that a target in the project is told is config/placeholder-value.',
  advice: 'Write the value anew without a line end: `printf %s "$password" | base64`, or `stringData` in the manifest; in Terraform `chomp(…)`.',
  source: 'kubernetes.io, "Secrets"',
  explains: [],
  inFiles: {
    detect: (project) => [
      ...faultsOf(project, 'cloud/secret-invalid', 'Write the real value into the secret, without a line end'),
      ...project.objects('kubernetes-secret').flatMap((each) => inManifest(each, project)),
    ],
  },
  fileExamples: {
    bad: [
      { name: 'Terraform: still a placeholder', files: { 'main.tf': secret('"changeme"') + cloudRun('', '', used) }, at: 'main.tf:6' },
      { name: "Terraform: a file with its last line's end", files: { 'main.tf': secret('file("password.txt")'), 'password.txt': 'k3Pq9vXw2LmZ\n' }, at: 'main.tf:6' },
      {
        name: 'Kubernetes: `echo` before base64',
        files: { 'k8s/api.yaml': pod(), 'k8s/secret.yaml': manifest(`data:\n  password: ${Buffer.from('k3Pq9vXw2LmZ\n').toString('base64')}\n`) },
        at: 'k8s/secret.yaml:5',
      },
    ],
    good: [
      { name: 'Terraform: random', files: { 'main.tf': secret('random_password.redis.result') } },
      { name: 'Terraform: filled in later', files: { 'main.tf': secret('"changeme"', '  lifecycle {\n    ignore_changes = [secret_data]\n  }\n') } },
      {
        name: 'Kubernetes: a placeholder that the application is told: config/placeholder-value',
        files: { 'k8s/api.yaml': pod(), 'k8s/secret.yaml': manifest('stringData:\n  password: your-redis-password\n') },
      },
      {
        name: 'Kubernetes: the value alone',
        files: { 'k8s/api.yaml': pod(), 'k8s/secret.yaml': manifest(`data:\n  password: ${Buffer.from('k3Pq9vXw2LmZ').toString('base64')}\n`) },
      },
      {
        name: 'Kubernetes: a secret of something else',
        files: { 'k8s/api.yaml': pod('SMTP_PASSWORD'), 'k8s/secret.yaml': manifest('stringData:\n  password: your-smtp-password\n') },
      },
      {
        name: 'Kubernetes: a file that is filled in before it is applied',
        files: { 'k8s/api.yaml': pod(), 'k8s/secret.yaml': manifest('stringData:\n  password: ${REDIS_PASSWORD}\n') },
      },
    ],
  },
});

/** Data of an object `kubernetes-secret`. */
interface SecretObject {
  namespace: string | null;
  variant: string | null;
  by: string;
  keys: { name: string; place: Place; shape: SecretShape | null; trailingNewline: boolean; invalid: boolean }[];
}

/** A key of a Secret that a variable of Redis takes its value from. */
function inManifest({ name, data, place }: ObjectView, project: ProjectView): Found[] {
  const { by, variant, keys } = data as SecretObject;
  return keys.flatMap((key): Found[] => {
    const from = `${by} ${name}, key ${key.name}`;
    const users = project.programs.filter((program) => program.variant === variant && isInSight(program, data as SecretObject));
    const user = users.find(({ variables }) => variables.some((each) => each.from === from && isOfRedis(each.name)));
    const variable = user?.variables.find((each) => each.from === from && isOfRedis(each.name));
    const wrong = user && variable ? wrongWith(key, variable.name, user, project) : null;
    if (!user || !variable || wrong === null) return [];
    const targets = project.targets.filter(({ consumers }) => consumers.some(({ program }) => program === user.subject));
    return [
      {
        summary: `The key ${key.name} of the Secret ${name}, which is ${variable.name} of ${user.name}, ${wrong}.`,
        why: `the Secret ${name} gives ${user.name} a wrong value`,
        evidence: [{ probe: 'objects', subject: place.file }, ...programs(user)],
        where: [key.place, variable.place],
        concerns: targets.flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject)),
        ...(targets[0] && { target: targets[0].name }),
        remedies: [change(`Write ${key.name} anew, without a line end: \`printf %s\` in place of \`echo\``, key.place)],
      },
    ];
  });
}

const isOfRedis = (name: string): boolean => /redis|valkey/i.test(name) && !/_(CA|CERT|KEY_FILE|CONF(IG)?)$/i.test(name);

/** Namespaces are kept apart; what names none is wherever it is applied. */
const isInSight = ({ format, group }: ProgramView, { namespace }: SecretObject): boolean => format === 'kubernetes' && (namespace === null || group.split('@')[0] === namespace);

function wrongWith({ shape, trailingNewline, invalid }: SecretObject['keys'][number], variable: string, user: ProgramView, project: ProjectView): string | null {
  if (invalid) return 'is no base64: Kubernetes refuses the Secret';
  if (shape === null || !shape.set) return null;
  if (trailingNewline) return "ends with a line's end, which becomes a part of the value";
  if (shape.padded && /PASS|AUTH|HOST|PORT|USER|URL|DB$/i.test(variable)) return 'begins or ends with a space or a line end, which becomes a part of the value';
  if (shape.placeholder === null) return null;
  const own = project.targets.filter(({ consumers }) => consumers.some(({ program }) => program === user.subject));
  // A placeholder of both sides is a weak password, and one that a target is told has a code of its own.
  const isTold = own.some(({ declared }) => declared?.password.placeholder === shape.placeholder || declared?.problems.some(({ kind }) => kind === 'placeholder'));
  const isShared = user.kind === 'redis' || own.some(({ consumers }) => consumers.some(({ program, server }) => program === user.subject && server?.password === 'same'));
  return isTold || isShared ? null : `is still a placeholder (${shape.placeholder}): nobody filled in the real value`;
}
