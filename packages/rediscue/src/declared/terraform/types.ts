import type { Place, SecretShape } from '../../facts/index.ts';
import type { DeclaredObject } from '../reading.ts';
import type { TerraformValue } from './values.ts';

/** Which plan something belongs to: two of them share nothing but files. */
export interface PlanScope {
  /** Folder of the root module. */
  root: string;
  variant: string | null;
}

export interface TerraformBlock {
  type: string;
  attributes: ReadonlyMap<string, TerraformValue>;
  blocks: readonly TerraformBlock[];
  /** A dynamic block whose number of copies is not known: it may be there or not. */
  maybe: boolean;
  place: Place;
}

/** `data` of the kind `terraform-resource`. */
export interface TerraformResource extends PlanScope {
  type: string;
  name: string;
  /** In the root module: `module.redis.google_redis_instance.main`. */
  address: string;
  mode: 'managed' | 'data';
  /** Folder of the module that declares it. */
  folder: string;
  /** All files of that folder could be read in full. */
  complete: boolean;
  /** `aws.west` of `provider = aws.west`; null: its type's own. */
  provider: string | null;
  attributes: ReadonlyMap<string, TerraformValue>;
  blocks: readonly TerraformBlock[];
  /** Where each attribute's name stands. */
  names: ReadonlyMap<string, Place>;
}

/** `data` of the kind `terraform-provider`: one a folder, for `required_providers` and for what its resources imply. */
export interface TerraformProvider {
  name: string;
  folder: string;
  /** `upstash/upstash`; null: not declared, so that Terraform takes `hashicorp/<name>`. */
  source: string | null;
  /** Constraint as written. */
  version: string | null;
  /** Exact version of a lock file beside or above. */
  locked: string | null;
  complete: boolean;
}

/** `data` of the kind `terraform-variable`. */
export interface TerraformVariable extends PlanScope {
  name: string;
  folder: string;
  value: TerraformValue;
  sensitive: boolean;
}

/** `data` of the kind `terraform-output`. */
export interface TerraformOutput extends PlanScope {
  name: string;
  folder: string;
  value: TerraformValue | null;
  sensitive: boolean;
}

/** `data` of the kind `managed-redis`. */
export interface ManagedRedis extends PlanScope {
  address: string;
  type: string;
  mode: 'managed' | 'data';
  cloud: 'google' | 'aws' | 'azure' | 'upstash' | 'digitalocean';
  /** Null: not written and not known from its provider. */
  region: TerraformValue | null;
  zone: TerraformValue | null;
  /** Network, subnet or subnet group it is attached to. Null: not written, so that the provider's default counts. */
  network: TerraformValue | null;
  /** Null: it cannot be told. */
  tls: boolean | null;
  auth: boolean | null;
  tier: TerraformValue | null;
  size: TerraformValue | null;
  version: TerraformValue | null;
  resource: TerraformResource;
}

/** `data` of the kind `cloud-connector`: a way from serverless services into a network. */
export interface CloudConnector extends PlanScope {
  address: string;
  name: TerraformValue | null;
  region: TerraformValue | null;
  network: TerraformValue | null;
}

/** A variable of a service that reads a secret of a store. */
export interface SecretUse {
  variable: string;
  secret: TerraformValue;
  version: TerraformValue | null;
  place: Place;
}

/** How a service reaches private addresses. */
export interface NetworkAccess {
  /** `none`: nothing gives it a way; `maybe`: files do not tell. */
  state: 'none' | 'connector' | 'direct' | 'maybe';
  connector: TerraformValue | null;
  network: TerraformValue | null;
  subnetwork: TerraformValue | null;
  egress: TerraformValue | null;
  place: Place;
}

/** `data` of the kind `cloud-service`: a container service or function with variables of Redis. */
export interface CloudService extends PlanScope {
  address: string;
  type: string;
  cloud: 'google' | 'aws' | 'azure';
  region: TerraformValue | null;
  /** Null where the kind of service is always inside a network. */
  access: NetworkAccess | null;
  /** Variables of Redis, with the values of secrets of the same plan put in. */
  redis: { variable: string; value: TerraformValue; place: Place }[];
  secrets: SecretUse[];
  complete: boolean;
}

/** `data` of the kind `cloud-secret`: a secret of a store, with the versions that files give it. */
export interface CloudSecret extends PlanScope {
  address: string;
  type: string;
  mode: 'managed' | 'data';
  /** Its name in the store. */
  id: TerraformValue | null;
  versions: SecretVersion[];
}

export interface SecretVersion {
  address: string;
  /** Of what the file gives as its value; null: not known. */
  shape: SecretShape | null;
  /** Its value ends or begins with a line's end or a space. */
  stray: 'newline' | 'space' | null;
  enabled: boolean | null;
  /** `ignore_changes` names the value: what stands here is only its beginning. */
  ignored: boolean;
  value: TerraformValue | null;
  place: Place;
}

interface Kinds {
  'terraform-resource': TerraformResource;
  'terraform-provider': TerraformProvider;
  'terraform-variable': TerraformVariable;
  'terraform-output': TerraformOutput;
  'managed-redis': ManagedRedis;
  'cloud-connector': CloudConnector;
  'cloud-service': CloudService;
  'cloud-secret': CloudSecret;
}

export type TerraformObject<K extends keyof Kinds = keyof Kinds> = DeclaredObject & { kind: K; data: Kinds[K] };

export const declared = <K extends keyof Kinds>(kind: K, name: string, place: Place, data: Kinds[K]): TerraformObject<K> => ({ kind, name, place, data });

/** The objects of a kind among those of all readers. */
export function ofKind<K extends keyof Kinds>(objects: readonly DeclaredObject[], kind: K): TerraformObject<K>[] {
  return objects.filter((object): object is TerraformObject<K> => object.kind === kind);
}
