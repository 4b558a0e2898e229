import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { nearestWord } from '../../nearest-word.ts';
import { type Fields, fields, list, text } from '../runtime/json.ts';
import { ClusterFault } from './fault.ts';

/** A program that gives a token or a certificate: `exec` of a user in a kubeconfig. */
export interface ExecPlugin {
  apiVersion: string;
  command: string;
  args: string[];
  env: { name: string; value: string }[];
  /** Folder of the file that names it: a command with a slash is relative to it. */
  folder: string;
  providesClusterInfo: boolean;
  installHint: string | null;
}

/** What a context says of the way to its API server. Holds secrets: lives in memory only. */
export interface Access {
  context: string;
  server: URL;
  /** Where the context names one. */
  namespace: string | null;
  authority: Buffer | null;
  certificate: Buffer | null;
  key: Buffer | null;
  token: string | null;
  tokenFile: string | null;
  basic: { username: string; password: string } | null;
  exec: ExecPlugin | null;
  insecure: boolean;
  serverName: string | null;
  /** Sent as `Impersonate-User`, `Impersonate-Group`. */
  impersonate: { user: string; groups: string[] } | null;
  /** The cluster as an exec plugin may be told of it. */
  cluster: Fields;
}

/** The name for the account of the pod in which Rediscue itself runs. */
const inCluster = 'in-cluster';

const maxBytes = 4 * 1024 * 1024;
const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

interface Entry {
  value: Fields;
  folder: string;
}

/** Finds a context as kubectl does: in the files of `KUBECONFIG`, or in `~/.kube/config`; of two entries of a name the first counts. Throws ClusterFault. */
export async function accessOf(context: string, environment: Readonly<Record<string, string | undefined>>): Promise<Access> {
  if (context === inCluster) return ownAccount(environment);
  const files = filesOf(environment);
  const contexts = new Map<string, Entry>();
  const clusters = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  let found = 0;
  for (const file of files) {
    const whole = await readConfig(file);
    if (whole === null) continue;
    found += 1;
    for (const [key, inner, into] of [
      ['contexts', 'context', contexts],
      ['clusters', 'cluster', clusters],
      ['users', 'user', users],
    ] as const)
      for (const item of list(whole[key]).map(fields)) {
        const name = text(item.name);
        if (name !== null && !into.has(name)) into.set(name, { value: fields(item[inner]), folder: dirname(resolve(file)) });
      }
  }
  if (found === 0) throw new ClusterFault('kubeconfig', `there is no kubeconfig: ${files.join(' and ')} ${files.length === 1 ? 'does' : 'do'} not exist`);
  const chosen = contexts.get(context);
  if (!chosen) {
    const near = nearestWord(context, [...contexts.keys()], 3);
    const known = [...contexts.keys()].slice(0, 12).join(', ') || 'none';
    throw new ClusterFault(
      'kubeconfig',
      `the kubeconfig has no context ${context}; ${near === null ? `there ${contexts.size === 1 ? 'is' : 'are'} ${known}` : `did you mean ${near}?`}`,
    );
  }
  const clusterName = text(chosen.value.cluster) ?? '';
  const cluster = clusters.get(clusterName);
  if (!cluster) throw new ClusterFault('kubeconfig', `the context ${context} names the cluster ${clusterName || '(none)'}, which the kubeconfig does not have`);
  const userName = text(chosen.value.user) ?? '';
  const user = users.get(userName) ?? (userName === '' ? { value: {}, folder: cluster.folder } : null);
  if (user === null) throw new ClusterFault('kubeconfig', `the context ${context} names the user ${userName}, which the kubeconfig does not have`);
  return accessWith(context, text(chosen.value.namespace) || null, cluster, user);
}

function filesOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0 ? [...new Set(listed)] : [join(environment.HOME || homedir(), '.kube', 'config')];
}

/** Null where there is no such file. */
async function readConfig(file: string): Promise<Fields | null> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new ClusterFault('kubeconfig', `${file} cannot be read: ${code ?? 'it is no file'}`);
  }
  if (content.length > maxBytes) throw new ClusterFault('kubeconfig', `${file} is larger than 4 MiB`);
  try {
    const value: unknown = parse(content, { maxAliasCount: 100, logLevel: 'silent' });
    if (value === null || value === undefined) return {};
    if (typeof value === 'object' && !Array.isArray(value)) return fields(value);
  } catch {
    // The parser's own words quote the text, which may be a secret.
  }
  throw new ClusterFault('kubeconfig', `${file} is no valid kubeconfig`);
}

async function accessWith(context: string, namespace: string | null, cluster: Entry, user: Entry): Promise<Access> {
  const server = serverOf(text(cluster.value.server), context);
  const proxy = text(cluster.value['proxy-url']);
  if (proxy)
    throw new ClusterFault(
      'kubeconfig',
      `the cluster of ${context} is reached by a proxy (proxy-url), which is not supported; make a way around it, such as kubectl proxy or a tunnel`,
    );
  if (user.value['auth-provider'] !== undefined)
    throw new ClusterFault('kubeconfig', `the user of ${context} has an auth-provider, which kubectl itself has not known since 1.26; use an exec plugin in its place`);
  const [authority, certificate, key] = await Promise.all([
    bytesOf(cluster, 'certificate-authority', context),
    bytesOf(user, 'client-certificate', context),
    bytesOf(user, 'client-key', context),
  ]);
  const tokenFile = text(user.value.tokenFile);
  const [username, password, as] = [text(user.value.username), text(user.value.password), text(user.value.as)];
  return {
    context,
    server,
    namespace,
    authority,
    certificate,
    key,
    token: text(user.value.token) || null,
    tokenFile: tokenFile ? resolve(user.folder, tokenFile) : null,
    basic: username && password ? { username, password } : null,
    exec: execOf(user, context),
    insecure: cluster.value['insecure-skip-tls-verify'] === true,
    serverName: text(cluster.value['tls-server-name']) || null,
    impersonate: as ? { user: as, groups: list(user.value['as-groups']).flatMap((each) => text(each) ?? []) } : null,
    cluster: cluster.value,
  };
}

function serverOf(given: string | null, context: string): URL {
  const parsed = given ? URL.parse(/^[a-z]+:\/\//i.test(given) ? given : `http://${given}`) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new ClusterFault('kubeconfig', `the cluster of ${context} has no usable server address`);
  return parsed;
}

/** What stands in the file beats what it names, as in kubectl. */
async function bytesOf({ value, folder }: Entry, name: string, context: string): Promise<Buffer | null> {
  const data = text(value[`${name}-data`]);
  if (data) return Buffer.from(data, 'base64');
  const file = text(value[name]);
  if (!file) return null;
  try {
    return await readFile(resolve(folder, file));
  } catch (error) {
    throw new ClusterFault('kubeconfig', `the file of ${name} of ${context} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it is no file'}`);
  }
}

function execOf({ value, folder }: Entry, context: string): ExecPlugin | null {
  if (value.exec === undefined || value.exec === null) return null;
  const exec = fields(value.exec);
  const command = text(exec.command);
  const apiVersion = text(exec.apiVersion) ?? '';
  if (!command) throw new ClusterFault('kubeconfig', `the exec plugin of ${context} names no command`);
  if (!/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(apiVersion))
    throw new ClusterFault('kubeconfig', `the exec plugin of ${context} has the apiVersion ${apiVersion || '(none)'}; client.authentication.k8s.io/v1 and v1beta1 are known`);
  if (text(exec.interactiveMode) === 'Always') throw new ClusterFault('kubeconfig', `the exec plugin of ${context} wants to ask a person; log in with it first, by kubectl`);
  const env = list(exec.env)
    .map(fields)
    .flatMap((each) => (text(each.name) === null ? [] : [{ name: text(each.name) ?? '', value: text(each.value) ?? '' }]));
  return {
    apiVersion,
    command,
    args: list(exec.args).flatMap((each) => text(each) ?? []),
    env,
    folder,
    providesClusterInfo: exec.provideClusterInfo === true,
    installHint: text(exec.installHint),
  };
}

/** The service account of the pod in which this runs. */
async function ownAccount(environment: Readonly<Record<string, string | undefined>>): Promise<Access> {
  const [host, port] = [environment.KUBERNETES_SERVICE_HOST, environment.KUBERNETES_SERVICE_PORT];
  if (!host || !port) throw new ClusterFault('kubeconfig', `the context ${inCluster} means the service account of the pod in which Rediscue runs, and this is no pod`);
  const read = (file: string) => readFile(join(accountFolder, file)).catch(() => null);
  const [authority, namespace] = await Promise.all([read('ca.crt'), read('namespace')]);
  return {
    context: inCluster,
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    namespace: namespace?.toString('utf8').trim() || null,
    authority,
    certificate: null,
    key: null,
    token: null,
    tokenFile: join(accountFolder, 'token'),
    basic: null,
    exec: null,
    insecure: false,
    serverName: null,
    impersonate: null,
    cluster: {},
  };
}
