import { relative } from 'node:path/posix';
import type { Mount } from '../reading.ts';
import type { Lookup } from './lookup.ts';
import { at, isTrueAt, itemsAt, type Node, scalarAt, textAt } from './tree.ts';
import type { Workload } from './workloads.ts';

/** A mount with what `Mount` has no word for. Part of an object `kubernetes-workload`. */
export interface VolumeMount {
  volume: string;
  /** `emptyDir`, `persistentVolumeClaim`, `hostPath`, `configMap`, `secret`, `volumeClaimTemplate`, …. */
  type: string;
  source: string | null;
  target: string;
  /** A single file or folder of the volume: it is not renewed when the ConfigMap changes, and cannot be replaced by a rename. */
  subPath: string | null;
  /** Keys that are mounted, with their paths; empty for all. */
  items: { key: string; path: string }[];
  readOnly: boolean;
}

interface Volume {
  type: string;
  kind: Mount['kind'];
  source: string | null;
  items: VolumeMount['items'];
}

/**
 * Where a container's volumes are mounted. An `emptyDir` is told as `tmpfs` whatever its medium: it is gone with the pod, which a
 * volume of a container engine is not.
 */
export function mountsOf(container: Node, workload: Workload, by: string, look: Lookup): { mounts: Mount[]; details: VolumeMount[] } {
  const volumes = volumesOf(workload);
  const mounts: Mount[] = [];
  const details: VolumeMount[] = [];
  for (const item of itemsAt(container, 'volumeMounts')) {
    const [name, target] = [scalarAt(item, 'name'), textAt(item, 'mountPath')];
    if (!name || target === null) continue;
    const found = volumes.get(name.text);
    if (!found) {
      if (!name.text.includes('{{')) look.missing({ kind: 'volume', name: name.text, by, place: name.place, isCertain: true });
      continue;
    }
    const readOnly = isTrueAt(item, 'readOnly');
    const place = name.place;
    const subPath = textAt(item, 'subPath') ?? textAt(item, 'subPathExpr');
    for (const { type, kind, source, items } of found) {
      mounts.push({ kind, source, target, readOnly: readOnly || kind === 'config' || kind === 'secret', place });
      details.push({ volume: name.text, type, source, target, subPath, items, readOnly });
    }
  }
  return { mounts, details };
}

function volumesOf(workload: Workload): Map<string, Volume[]> {
  const volumes = new Map<string, Volume[]>();
  for (const item of itemsAt(workload.spec, 'volumes')) {
    const name = textAt(item, 'name');
    if (name !== null) volumes.set(name, volumeOf(item));
  }
  if (workload.kind !== 'StatefulSet') return volumes;
  for (const item of itemsAt(workload.manifest.root, 'spec', 'volumeClaimTemplates')) {
    const name = textAt(item, 'metadata', 'name');
    if (name !== null) volumes.set(name, [{ type: 'volumeClaimTemplate', kind: 'volume', source: name, items: [] }]);
  }
  return volumes;
}

function volumeOf(item: Node): Volume[] {
  if (at(item, 'emptyDir')) return [{ type: 'emptyDir', kind: 'tmpfs', source: null, items: [] }];
  const path = textAt(item, 'hostPath', 'path');
  if (path !== null) return [{ type: 'hostPath', kind: 'bind', source: path.startsWith('/') ? path : relative('.', path), items: [] }];
  if (at(item, 'persistentVolumeClaim')) return [{ type: 'persistentVolumeClaim', kind: 'volume', source: textAt(item, 'persistentVolumeClaim', 'claimName'), items: [] }];
  const own = [
    ...fileVolume(item, 'configMap'),
    ...fileVolume(item, 'secret'),
    ...itemsAt(item, 'projected', 'sources').flatMap((each) => [...fileVolume(each, 'configMap'), ...fileVolume(each, 'secret')]),
  ];
  if (own.length > 0) return own;
  const type = item.is === 'map' ? [...item.entries.keys()].find((key) => key !== 'name') : undefined;
  // A volume without a source is an emptyDir; what mounts the pod's own facts holds nobody's data.
  if (type === undefined || type === 'downwardAPI' || type === 'projected') return [{ type: type ?? 'emptyDir', kind: 'tmpfs', source: null, items: [] }];
  return [{ type, kind: 'volume', source: null, items: [] }];
}

function fileVolume(item: Node, type: 'configMap' | 'secret'): Volume[] {
  const source = at(item, type);
  if (!source) return [];
  const items = itemsAt(source, 'items').map((each) => ({ key: textAt(each, 'key') ?? '', path: textAt(each, 'path') ?? '' }));
  return [{ type, kind: type === 'configMap' ? 'config' : 'secret', source: textAt(source, 'name') ?? textAt(source, 'secretName'), items }];
}

/** Tells the ConfigMaps, Secrets and claims of a pod's volumes that are declared nowhere. */
export function checkVolumes(workload: Workload, look: Lookup, hasClaim: (name: string) => boolean): void {
  for (const item of itemsAt(workload.spec, 'volumes')) {
    const claim = scalarAt(item, 'persistentVolumeClaim', 'claimName');
    if (claim && !hasClaim(claim.text)) look.missing({ kind: 'PersistentVolumeClaim', name: claim.text, by: workload.name, place: claim.place });
    for (const holder of [item, ...itemsAt(item, 'projected', 'sources')]) {
      for (const [field, kind] of [
        ['configMap', 'ConfigMap'],
        ['secret', 'Secret'],
      ] as const) {
        const source = at(holder, field);
        const name = scalarAt(source, 'name') ?? scalarAt(source, 'secretName');
        if (name && !isTrueAt(source, 'optional') && look.store(kind, name.text) === null) look.missing({ kind, name: name.text, by: workload.name, place: name.place });
      }
    }
  }
}
