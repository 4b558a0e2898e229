import { z } from 'zod';
import { Place } from './shared.ts';

/** The way from an application's pod to an endpoint, by the API of its cluster. Subject: the endpoint. */
export const KubernetesFact = z.object({
  /** Of the kubeconfig. */
  context: z.string(),
  /** Namespace in which the name is looked up. */
  namespace: z.string(),
  /** The application's own namespace. */
  home: z.string(),
  /**
   * `pods`: it leads to pods; `no-service`: the namespace has no Service of that name; `no-port`: the Service has no such port;
   * `no-pods`: its selector fits no pod; `external`: it leads to addresses that are no pods; `own-pod`: the application's own pod.
   */
  leads: z.enum(['pods', 'no-service', 'no-port', 'no-pods', 'external', 'own-pod']),
  service: z
    .object({
      name: z.string(),
      place: Place,
      headless: z.boolean(),
      /** Labels, as kubectl writes them: `app=redis,tier=cache`; null without a selector. */
      selector: z.string().nullable(),
      ports: z.array(z.number()),
      /** Number or name of the pods' port behind the port that is asked for. */
      targetPort: z.union([z.number(), z.string()]).nullable(),
    })
    .nullable(),
  /** Pods behind it. */
  pods: z.array(
    z.object({
      name: z.string(),
      ready: z.boolean(),
      /** Port that was tried there, and what the node said. */ port: z.number().nullable(),
      state: z.enum(['open', 'refused', 'failed', 'not-tried']),
    }),
  ),
  /** Another port of these pods at which something answers, where the one that is meant is refused. */
  otherPort: z.number().nullable(),
  /** What may be meant in its place: a Service, or labels of pods that serve Redis. */
  nearest: z.string().nullable(),
  /** Network policies that let nothing through from the application's pod. A network plugin has to enforce them. */
  denials: z.array(z.object({ policy: z.string(), direction: z.enum(['ingress', 'egress']), place: Place, pod: z.string() })),
  /** The application's pods, with their addresses. */
  from: z.array(z.object({ pod: z.string(), ready: z.boolean(), addresses: z.array(z.string()) })),
});
