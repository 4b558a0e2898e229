import type { Place } from '../../facts/index.ts';
import { imageName, repositoryOf } from '../../image-name.ts';
import type { Variable } from '../reading.ts';
import type { Directive } from './read.ts';

/** What an image makes of its variables. */
export interface ImageVariables {
  directives: Directive[];
  /** Words for the server's command line in one variable. */
  flags: { value: string; place: Place }[];
  /** The value of one that counts stands elsewhere: in a secret, in a file. */
  isComplete: boolean;
}

type Variables = ReadonlyMap<string, Variable>;
type Family = 'bitnami-server' | 'bitnami-sentinel' | 'bitnami-cluster' | 'stack' | 'valkey';

/** Which rules an image's start script follows; null: it ignores such variables, as the official `redis` image does. */
export function directivesOfImage(image: string): Family | null {
  const name = imageName(image);
  const isBitnami = /(^|\/)bitnami(legacy|secure)?\//.test(repositoryOf(image)) || /^bitnami[-_.]/.test(name);
  const flavour = name.replace(/^bitnami[-_.]/, '');
  if (isBitnami) {
    if (/^(redis|valkey)-sentinel$/.test(flavour)) return 'bitnami-sentinel';
    if (/^(redis|valkey)-cluster$/.test(flavour)) return 'bitnami-cluster';
    return /^(redis|valkey)$/.test(flavour) ? 'bitnami-server' : null;
  }
  if (/^redis-stack(-server)?$/.test(name)) return 'stack';
  return name === 'valkey' ? 'valkey' : null;
}

/** Settings that come from the variables of an image, by the rules of its own start script. */
export function imageVariables(image: string, variables: Variables): ImageVariables {
  const family = directivesOfImage(image);
  const found: ImageVariables = { directives: [], flags: [], isComplete: true };
  if (family === null) return found;
  if (family === 'stack' || family === 'valkey') {
    addFlags(found, variables.get(family === 'stack' ? 'REDIS_ARGS' : 'VALKEY_EXTRA_FLAGS'));
    return found;
  }
  const prefix = imageName(image).includes('valkey') ? 'VALKEY' : 'REDIS';
  if (family === 'bitnami-sentinel') addSentinel(found, variables, prefix);
  else addServer(found, variables, prefix, family);
  addFlags(found, variables.get(`${prefix}_EXTRA_FLAGS`));
  return found;
}

function addFlags(found: ImageVariables, variable: Variable | undefined): void {
  if (variable?.value) found.flags.push({ value: variable.value, place: variable.place });
  else if (variable?.value === null) found.isComplete = false;
}

/** Gives the values of several variables to a directive; none when one of them is not set. */
function adder(found: ImageVariables, variables: Variables) {
  return (name: string, values: readonly (string | Variable | undefined)[]): void => {
    const [first] = values.filter((value) => typeof value === 'object');
    if (first === undefined) return;
    const words = values.map((value) => (typeof value === 'object' ? value.value : value));
    if (words.some((word) => word === null)) found.isComplete = false;
    const known = words.flatMap((word) => (word === null || word === undefined || word === '' ? [] : [word]));
    if (known.length === values.length) found.directives.push({ name, values: known, place: first.place });
    if (variables.get(`${first.name}_FILE`)?.value) found.isComplete = false;
  };
}

const isYes = (variable: Variable | undefined): boolean => /^(yes|true|1)$/i.test(variable?.value ?? '');

function addServer(found: ImageVariables, variables: Variables, prefix: string, family: Family): void {
  const get = (name: string) => variables.get(`${prefix}_${name}`);
  const add = adder(found, variables);
  add('requirepass', [get('PASSWORD')]);
  if (get('PASSWORD') === undefined && get('PASSWORD_FILE') !== undefined) found.isComplete = false;
  add('port', [get('PORT_NUMBER') ?? get('PORT')]);
  const append = get('AOF_ENABLED');
  if (append?.value) found.directives.push({ name: 'appendonly', values: [isYes(append) ? 'yes' : 'no'], place: append.place });
  add('aclfile', [get('ACLFILE')]);
  const tls = get('TLS_ENABLED');
  if (tls && isYes(tls)) {
    const port = get('TLS_PORT_NUMBER') ?? get('TLS_PORT');
    found.directives.push({ name: 'tls-port', values: [port?.value ?? '6379'], place: (port ?? tls).place });
    add('tls-cert-file', [get('TLS_CERT_FILE')]);
    add('tls-key-file', [get('TLS_KEY_FILE')]);
    add('tls-ca-cert-file', [get('TLS_CA_FILE')]);
  }
  for (const command of (get('DISABLE_COMMANDS')?.value ?? '').split(/[,\s]+/).slice(0, 256)) {
    const place = get('DISABLE_COMMANDS')?.place;
    if (command !== '' && place) found.directives.push({ name: 'rename-command', values: [command, ''], place });
  }
  if (family === 'bitnami-cluster') {
    add('masterauth', [get('PASSWORD')]);
    const nodes = get('NODES');
    if (nodes) found.directives.push({ name: 'cluster-enabled', values: ['yes'], place: nodes.place });
    return;
  }
  const mode = get('REPLICATION_MODE');
  if (mode === undefined || !/^(slave|replica)$/i.test(mode.value ?? '')) {
    if (mode?.value) add('masterauth', [get('PASSWORD')]);
    return;
  }
  // The script's own names: `MASTER_` for Redis, `PRIMARY_` for Valkey.
  const primary = (name: string) => get(`${prefix === 'VALKEY' ? 'PRIMARY' : 'MASTER'}_${name}`) ?? get(`MASTER_${name}`);
  add('replicaof', [primary('HOST'), primary('PORT_NUMBER') ?? '6379']);
  add('masterauth', [primary('PASSWORD')]);
}

function addSentinel(found: ImageVariables, variables: Variables, prefix: string): void {
  const get = (name: string) => variables.get(`${prefix}_${name}`);
  const add = adder(found, variables);
  const primary = (name: string) => get(`${prefix === 'VALKEY' ? 'PRIMARY' : 'MASTER'}_${name}`) ?? get(`MASTER_${name}`);
  const name = primary('SET') ?? 'mymaster';
  add('port', [get('SENTINEL_PORT_NUMBER')]);
  add('requirepass', [get('SENTINEL_PASSWORD')]);
  const host = primary('HOST');
  add('sentinel', ['monitor', name, host, primary('PORT_NUMBER') ?? '6379', get('SENTINEL_QUORUM') ?? '2']);
  // The first of these that is a variable says where the directive stands: without one the default of the image counts.
  add('sentinel', ['auth-pass', name, primary('PASSWORD')]);
  add('sentinel', ['down-after-milliseconds', name, get('SENTINEL_DOWN_AFTER_MILLISECONDS')]);
  add('sentinel', ['failover-timeout', name, get('SENTINEL_FAILOVER_TIMEOUT')]);
}
