/** Why the API, or a part of it, could not be asked. The message is a clause without secrets. */
export type FaultKind = 'kubeconfig' | 'credentials' | 'unauthorized' | 'forbidden' | 'not-found' | 'unreachable' | 'tls' | 'timed-out' | 'not-kubernetes' | 'too-large' | 'failed';

export class ClusterFault extends Error {
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterFault';
    this.kind = kind;
  }
}

/** It concerns every question alike: asking further is of no use. */
export const isTotal = ({ kind }: ClusterFault): boolean => !['forbidden', 'not-found', 'too-large', 'failed'].includes(kind);
