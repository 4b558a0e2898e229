import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fields, text } from '../runtime/json.ts';
import { ClusterFault } from './fault.ts';
import type { Access, ExecPlugin } from './kubeconfig.ts';

/** What a request is sent with. Lives in memory only. */
export interface Login {
  headers: Record<string, string | string[]>;
  certificate: Buffer | null;
  key: Buffer | null;
}

const maxOutput = 1024 * 1024;

/** The login of a context: its token, the file of one, its certificate, or what its exec plugin gives. Throws ClusterFault. */
export async function loginOf(access: Access, environment: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<Login> {
  // As in kubectl: nothing secret goes over a connection that anybody can read.
  if (access.server.protocol === 'http:') return { headers: {}, certificate: null, key: null };
  const own = access.exec === null ? { token: await tokenOf(access), certificate: null, key: null } : await fromPlugin(access.exec, access, environment, signal);
  const basic = access.basic && `Basic ${Buffer.from(`${access.basic.username}:${access.basic.password}`).toString('base64')}`;
  const authorization = own.token ? `Bearer ${own.token}` : basic;
  // What a header cannot carry is no token; Node.js would repeat it in its error.
  if (authorization && /[^\x20-\x7e]/.test(authorization)) throw new ClusterFault('credentials', `the token of ${access.context} holds characters that no token has`);
  return {
    headers: {
      ...(authorization && { authorization }),
      ...(access.impersonate && { 'impersonate-user': access.impersonate.user }),
      ...(access.impersonate && access.impersonate.groups.length > 0 && { 'impersonate-group': access.impersonate.groups }),
    },
    certificate: own.certificate ?? access.certificate,
    key: own.key ?? access.key,
  };
}

async function tokenOf({ token, tokenFile, context }: Access): Promise<string | null> {
  if (tokenFile === null) return token;
  try {
    return (await readFile(tokenFile, 'utf8')).trim() || null;
  } catch (error) {
    if (token !== null) return token;
    throw new ClusterFault('credentials', `the token file of ${context} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it is no file'}`);
  }
}

/** Runs the plugin as kubectl does, without a terminal. Its output is a login: none of it is ever told. */
async function fromPlugin(
  plugin: ExecPlugin,
  { context, cluster }: Access,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<{ token: string | null; certificate: Buffer | null; key: Buffer | null }> {
  const command = plugin.command.includes('/') ? resolve(plugin.folder, plugin.command) : plugin.command;
  const spec = { interactive: false, ...(plugin.providesClusterInfo && { cluster: clusterInfo(cluster) }) };
  const info = JSON.stringify({ apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec });
  const env = { ...environment, ...Object.fromEntries(plugin.env.map(({ name, value }) => [name, value])), KUBERNETES_EXEC_INFO: info };
  const output = await new Promise<string>((done, fail) => {
    const child = execFile(command, plugin.args, { env, maxBuffer: maxOutput, signal, killSignal: 'SIGKILL', windowsHide: true }, (error, stdout) => {
      if (error === null) return done(stdout);
      const { code } = error as NodeJS.ErrnoException;
      const hint = code === 'ENOENT' && plugin.installHint !== null ? `: ${plugin.installHint.replace(/\s+/g, ' ').slice(0, 200)}` : '';
      const why = signal.aborted
        ? 'did not answer in time'
        : code === 'ENOENT'
          ? `is not installed${hint}`
          : typeof error.code === 'number'
            ? `ended with ${error.code}`
            : 'could not be run';
      fail(new ClusterFault('credentials', `the exec plugin ${plugin.command} of ${context} ${why}; kubectl --context ${context} version shows what it says`));
    });
    child.stdin?.on('error', () => undefined).end();
  });
  const status = fields(fields(parsed(output)).status);
  const [token, certificate, key] = [text(status.token), text(status.clientCertificateData), text(status.clientKeyData)];
  if (!token && !(certificate && key)) throw new ClusterFault('credentials', `the exec plugin ${plugin.command} of ${context} gave no login`);
  return { token: token || null, certificate: certificate ? Buffer.from(certificate) : null, key: key ? Buffer.from(key) : null };
}

const clusterInfo = (cluster: Readonly<Record<string, unknown>>) => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority-data'],
  config: null,
});

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
