import type { Place } from '../facts/index.ts';
import { quoted } from './quoted.ts';
import type { EndpointView } from './view.ts';

/** The command line of a cluster: always with its context, as another one may be the current one. */
export const kubectl = ({ context, namespace }: { context: string; namespace: string }): string => `kubectl --context ${quoted(context)} -n ${quoted(namespace)}`;

/** An object of a cluster, where a place is none of a file: `kubernetes://CONTEXT/NAMESPACE/KIND/NAME`. */
export function objectAt({ file }: Place): { context: string; namespace: string; object: string } | null {
  const [, context, namespace, kind, name] = /^kubernetes:\/\/([^/]+)\/([^/]+)\/([^/]+)\/(.+)$/.exec(file) ?? [];
  if (context === undefined || namespace === undefined || kind === undefined || name === undefined) return null;
  return { context: decodeURIComponent(context), namespace, object: `${kind}/${name}` };
}

/** The server does not have the application's pods among its clients: nothing shows that they get through. */
export function isOtherwiseUnseen(at: EndpointView): boolean {
  const own = new Set(at.get('kubernetes')?.from.flatMap(({ addresses }) => addresses));
  return at.value('clients')?.byAddress.some(({ address }) => own.has(address)) !== true;
}
