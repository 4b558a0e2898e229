import type { Place, SecretShape } from '../../facts/index.ts';
import { concerning, targetsFor, usersOf } from '../cloud.ts';
import { cloudRun, fromSecret, secret } from '../cloud-examples.ts';
import { cloudSecret, cloudService, fromStore, outside } from '../cloud-fact-examples.ts';
import { faultsOf } from '../declared-fault.ts';
import { defineCause, type Found } from '../define.ts';
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

const shape = (over: Partial<SecretShape> = {}): SecretShape => ({ set: true, placeholder: null, variable: null, weak: null, padded: false, ...over });

export default defineCause({
  code: 'cloud/secret-invalid',
  severity: 'critical',
  scope: 'project',
  title: 'The value in the secret store cannot be right',
  meaning:
    'The password or address that the application is given has a line end too many, or is still the placeholder: it is refused, and the value looks right to whoever reads it.',
  detection:
    'Cloud facts (`--cloud-facts`): the value of a secret that a variable of Redis reads is a placeholder, begins or ends with white space, or is not the AUTH string or access key of the instance; only its shape is kept. The value that Terraform or a Kubernetes Secret gives to a variable of Redis is a placeholder, begins or ends with a space or a line end, or is no base64. ' +
    'Values that others fill in, and documents of several lines, are left alone; a placeholder that a target in the project is told is config/placeholder-value.',
  advice: 'Write the value anew without a line end: `printf %s "$password" | base64`, or `stringData` in the manifest; in Terraform `chomp(…)`.',
  source: 'kubernetes.io, "Secrets"',
  needs: [],
  explains: ['auth/password-wrong', 'auth/password-missing', 'auth/user-unknown', 'config/invalid-url', 'network/name-not-found'],
  detect: inStore,
  inFiles: {
    detect: (project) => [
      ...faultsOf(project, 'cloud/secret-invalid', 'Write the real value into the secret, without a line end'),
      ...project.objects('kubernetes-secret').flatMap((each) => inManifest(each, project)),
    ],
  },
  examples: {
    bad: [
      {
        name: 'a line end behind the password',
        facts: outside({ services: [cloudService({ variables: [fromStore()] })], secrets: [cloudSecret({ shape: shape({ padded: true }) })] }),
        says: 'line end',
      },
      { name: 'still a placeholder', facts: outside({ secrets: [cloudSecret({ shape: shape({ placeholder: 'changeme' }) })] }), says: 'changeme' },
      {
        name: "not the instance's AUTH string",
        facts: outside({ services: [cloudService({ variables: [fromStore()] })], secrets: [cloudSecret({ shape: shape(), isInstances: false })] }),
        says: 'another password',
      },
    ],
    good: [
      { name: "the instance's own", facts: outside({ services: [cloudService({ variables: [fromStore()] })], secrets: [cloudSecret({ shape: shape(), isInstances: true })] }) },
      { name: 'its value was not given', facts: outside({ secrets: [cloudSecret()] }) },
      { name: 'a certificate in lines', facts: outside({ secrets: [cloudSecret({ name: 'redis-ca', isDocument: true, shape: shape({ padded: true }) })] }) },
      { name: 'a secret of something else', facts: outside({ secrets: [cloudSecret({ name: 'smtp-password', shape: shape({ placeholder: 'changeme' }) })] }) },
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
    const using = users.filter(({ variables }) => variables.some((each) => each.from === from && isOfRedis(each.name)));
    // The server may have it too; who is told of a target suffers from it.
    const user = using.find(({ targets }) => targets.length > 0) ?? using[0];
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

/** Secrets whose values the cloud facts gave. */
function inStore({ cloud, ...project }: ProjectView): Found[] {
  return cloud.secrets.flatMap((secret): Found[] => {
    const { name, shape: own, isDocument, isInstances, provider, place } = secret;
    const users = usersOf(cloud, secret);
    if (own === null || isDocument || (users.length === 0 && !/redis|valkey/i.test(name))) return [];
    const wrong = own.placeholder
      ? `is still a placeholder (${own.placeholder}): nobody filled in the real value`
      : own.variable
        ? `holds ${own.variable} literally: nothing expands it there`
        : own.padded
          ? 'begins or ends with a space or a line end, which becomes a part of the password or address'
          : isInstances === false
            ? 'is another password than the one of the instance'
            : null;
    if (wrong === null) return [];
    const whole = { ...project, cloud } as ProjectView;
    const write =
      provider === 'google'
        ? `gcloud secrets versions add ${name} --data-file -`
        : provider === 'aws'
          ? `aws secretsmanager put-secret-value --secret-id ${name} --secret-string file:///dev/stdin`
          : `az keyvault secret set --vault-name "$VAULT" --name ${name} --file /dev/stdin`;
    return [
      {
        summary: `The value of the secret ${name}${users[0] ? `, which ${users[0].name} reads,` : ''} ${wrong}.`,
        why: `the secret ${name} ${wrong.split(':')[0]}`,
        evidence: ['cloud'],
        where: [place],
        ...concerning(
          users.flatMap((user) => targetsFor(whole, user)),
          users,
        ),
        remedies: [
          {
            title: 'Write the right value with `printf %s`, without a line end, and deploy again',
            commands: [write],
            risk: 'safe',
            runbook: null,
            verify: 'rediscue diagnose --cloud-facts FILE, with what the provider then says',
          },
        ],
      },
    ];
  });
}
