import type { Place } from '../../facts/index.ts';
import { maskSecrets } from '../masks/index.ts';
import { type Collected, keep } from './collected.ts';
import { isObject, type Json, last, text } from './json.ts';
import type { Part } from './schema.ts';

const maxMessage = 400;

const notFound =
  /\bNOT_FOUND\b|\b(?:ReplicationGroup|CacheCluster|ServerlessCache|Cluster|Parameter|Service|Resource)NotFound(?:Fault|Exception)?\b|\bClusterNotFoundFault\b|\bSecretNotFound\b|\bParameterNotFound\b|\bwas not found\b|\bcould not be found\b|\bdoes not exist\b|\bCannot find (?:service|instance)\b|can't find the specified secret/i;
const denied =
  /\bPERMISSION_DENIED\b|\bPermission denied\b|\bPermission '[^']+' denied\b|\bdoes not have permission\b|\bAccessDenied(?:Exception)?\b|\bUnauthorizedOperation\b|\bnot authorized to perform\b|\bAuthorizationFailed\b|\bForbidden(?:By\w+)?\b|\bdoes not have authorization\b|\bdoes not have (?:secrets )?get permission\b|Access to KMS is not allowed/i;
/** An account that nobody may use, or that is not logged in, tells nothing of what was asked for. */
export const isOfLogin =
  /\b(UNAUTHENTICATED|ExpiredToken|InvalidClientTokenId|gcloud auth login|az login|credentials were not found|could not find default credentials|Unable to locate credentials)\b/i;

/** What a client says instead of a document: `ERROR: (gcloud.redis.instances.describe) NOT_FOUND: …`. False where it is no refusal. */
export function refusedText(said: string, into: Collected, place: Place): boolean {
  const message = said.slice(0, 8000);
  const is = kindOf(message);
  if (is === null) return false;
  const call = /\(gcloud\.([\w.-]+)\)|calling the (\w+) operation/.exec(message);
  told(message, is, call?.[1] ?? call?.[2] ?? null, { service: null, project: null, region: null, identity: null }, 'caller', into, place);
  return true;
}

/** A version that is switched off is refused as a failed precondition. */
const switchedOff = /\bis (?:in )?(?:a )?(?:state )?(?:DISABLED|DESTROYED)\b|\b(?:DISABLED|DESTROYED) state\b/i;
/** Where the service itself was never switched on, nothing can be there. */
const neverEnabled = /SERVICE_DISABLED|API has not been used in project|API \[[\w.]+\] not enabled/i;

function kindOf(message: string): 'not-found' | 'denied' | null {
  if (isOfLogin.test(message)) return null;
  if (neverEnabled.test(message) || (switchedOff.test(message) && /secret/i.test(message))) return 'not-found';
  // Google's "or it may not exist" belongs to a denial.
  return denied.test(message) ? 'denied' : notFound.test(message) ? 'not-found' : null;
}

interface About {
  service: string | null;
  project: string | null;
  region: string | null;
  identity: string | null;
}

/** What a platform says of why a service does not start: its own identity was refused, or a secret is missing. */
export function refusedIn(message: string, about: About, into: Collected, place: Place): void {
  const is = kindOf(message);
  const isSecret = /secret|ssm|parameter|key ?vault/i.test(message);
  if (is === 'denied' || (is === 'not-found' && isSecret)) told(message, is, null, about, 'service', into, place);
}

/** An error as JSON: of Google (`error.status`), Azure (`error.code`, `code`) and AWS (`__type`, `Error.Code`). False where it is none. */
export function refusedDocument(document: Json, into: Collected, place: Place): boolean {
  const error = isObject(document.error) ? document.error : isObject(document.Error) ? document.Error : document;
  const code = text(error, 'status') ?? text(error, 'code') ?? text(error, 'Code') ?? text(document, '__type');
  const message = text(error, 'message') ?? text(error, 'Message');
  if (code === null || (message === null && error === document)) return false;
  return refusedText(`${last(code.replace('#', '/')) ?? code}: ${message ?? ''}`, into, place);
}

const kinds: readonly [RegExp, Part<'refusals'>['kind']][] = [
  [/secret|ssm|parameter|key ?vault/i, 'secret'],
  [/connectors?\b|vpcaccess/i, 'connector'],
  [/redis|elasticache|memorydb|memorystore|ReplicationGroup|CacheCluster|ServerlessCache|Microsoft\.Cache/i, 'instance'],
  [/\brun\b|services?\b|cloudfunctions|\becs\b|lambda|containerApps/i, 'service'],
];

/** Where the name of what was asked for stands, by provider. */
const names: readonly RegExp[] = [
  /\bsecrets\/([^/'"\s:,\]]+)/,
  /:secret:([^:'"\s,]+?)(?:-[A-Za-z0-9]{6})?(?=[:'"\s,.]|$)/,
  /\b(?:instances|connectors|clusters|services|functions)\/([\w.-]*\w)/,
  /\bMicrosoft\.[A-Za-z]+\/[A-Za-z]+\/([\w-]+)/i,
  /\b(?:ReplicationGroup|CacheCluster|ServerlessCache|Cache cluster|Cluster|Service|instance)\s+['"]?([A-Za-z][\w.-]*?)['"]? (?:not found|was not found|does not exist|could not be found)/i,
  /\b(?:ReplicationGroup|CacheCluster|ServerlessCache|Cluster) not found: ([A-Za-z][\w-]*)/i,
  /:(?:replicationgroup|cluster|serverlesscache|parameter|service):?\/?([\w./-]*\w)/,
  /\[([\w./-]*\w)\](?= (?:could not|not found|was not found))/,
  /\bsecret '?([\w-]+)'? (?:was )?not found/i,
];

function told(message: string, is: 'not-found' | 'denied', call: string | null, about: About, who: 'service' | 'caller', into: Collected, place: Place): void {
  const path = /projects\/([^/\s'"]+)\/(?:locations\/([^/\s'"]+))?/.exec(message);
  const arn = /\barn:aws[\w-]*:[\w-]+:([\w-]*):(\d*):/.exec(message.replace(/arn:aws[\w-]*:(?:sts|iam)::\S+/g, ''));
  const found = names.map((pattern) => pattern.exec(message)?.[1]).find((name) => name !== undefined);
  const identity = /\b(?:serviceAccount:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/.exec(message)?.[1] ?? /\b(arn:aws[\w-]*:(?:sts|iam)::\S+?)(?= |$)/.exec(message)?.[1] ?? null;
  const permission =
    /Permission '?([a-z]+\.[A-Za-z.]+)'?/.exec(message)?.[1] ?? /perform:? '?([\w-]+:\w+|Microsoft\.[\w/]+)/.exec(message)?.[1] ?? /action '([^']+)'/.exec(message)?.[1] ?? null;
  const about1 = `${call ?? ''} ${permission ?? ''} ${message}`;
  // The call says it best, then the sentence.
  const kind = kinds.find(([pattern]) => pattern.test(`${call ?? ''} ${permission ?? ''}`))?.[1] ?? kinds.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
  // Applications read secrets; instances and services are looked at by people and pipelines.
  const isServices =
    who === 'service' || (kind === 'secret' && /gserviceaccount\.com/.test(identity ?? '')) || /assumed-role\/[^/]*(execution|task|ecs|lambda)/i.test(identity ?? '');
  keep(
    into,
    'refusals',
    {
      is,
      provider: /arn:aws|Fault\b|operation:|AccessDenied|Exception/.test(message)
        ? 'aws'
        : /Microsoft\.|AuthorizationFailed|vault\.azure|Resource[A-Z]|subscription/i.test(message)
          ? 'azure'
          : /gcloud|projects\/|[A-Z]+_[A-Z]+/.test(about1)
            ? 'google'
            : 'other',
      kind,
      name: found ?? null,
      project: path?.[1] ?? arn?.[2] ?? about.project,
      region: path?.[2] ?? arn?.[1] ?? about.region,
      permission,
      identity: identity ?? about.identity,
      who: isServices ? 'service' : 'caller',
      service: about.service,
      message: maskSecrets(message.trim().replace(/\s+/g, ' ')).slice(0, maxMessage),
    },
    place,
  );
}
