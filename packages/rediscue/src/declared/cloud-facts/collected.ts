import type { Place } from '../../facts/index.ts';
import type { CloudFacts, Part } from './schema.ts';

export type Kind = Exclude<keyof CloudFacts, 'schema'>;
type At<T> = T & { place: Place };

/** Everything that was understood, each with the document it stands in. May hold secrets. */
export interface Collected {
  instances: At<Part<'instances'>>[];
  services: At<Part<'services'>>[];
  revisions: At<Part<'revisions'>>[];
  connectors: At<Part<'connectors'>>[];
  secrets: At<Part<'secrets'>>[];
  refusals: At<Part<'refusals'>>[];
  listings: At<Part<'listings'>>[];
  /** Passwords that came without their instance: `gcloud redis instances get-auth-string`. */
  passwords: string[];
}

export const nothingCollected = (): Collected => ({ instances: [], services: [], revisions: [], connectors: [], secrets: [], refusals: [], listings: [], passwords: [] });

const defaults = {
  instances: {
    provider: 'other',
    product: 'Redis',
    project: null,
    region: null,
    status: null,
    state: 'unknown',
    message: null,
    endpoints: [],
    network: null,
    reach: null,
    passwords: [],
  },
  services: {
    ...{ provider: 'other', product: 'service', project: null, region: null, identity: null, access: 'unknown', connector: null, network: null, egress: null },
    ...{ rollout: 'unknown', latest: null, serving: [] },
  },
  revisions: { service: null, variables: [] },
  connectors: { provider: 'other', project: null, region: null, network: null, status: null, state: 'unknown' },
  secrets: { provider: 'other', project: null, state: 'present', versions: [], isWhole: false, value: null },
  refusals: { provider: 'other', kind: 'other', name: null, project: null, region: null, permission: null, identity: null, who: 'caller', service: null, message: '' },
  listings: { provider: 'other', project: null, region: null },
} as const;

type Given<K extends Kind> = Omit<Part<K>, keyof (typeof defaults)[K]> & Partial<Part<K>>;

/** Keeps one thing; what is not said of it stays unknown. */
export function keep<K extends Kind>(into: Collected, kind: K, given: Given<K>, place: Place): void {
  (into[kind] as unknown[]).push({ ...defaults[kind], ...given, place });
}
