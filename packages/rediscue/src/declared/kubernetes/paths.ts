/** What can be told of a manifest by its path: whether it is one, what it is for, and what it belongs to. */

import { isForeign, isTemplateName } from '../path-kinds.ts';

const detectable = /\.(ya?ml|json)$|(^|\/)Kustomization$/i;

/** Files of other tools that are large or many, and never manifests. */
const others = /(^|\/)(package(-lock)?|composer|tsconfig[^/]*|npm-shrinkwrap)\.json$|(^|\/)(pnpm-lock|Chart|Chart\.lock)\.ya?ml$|\.(schema|min)\.json$/;

export const isDetectable = (path: string): boolean => detectable.test(path) && !others.test(path);

export const isKustomization = (path: string): boolean => /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);

const aside = /(^|\/)(docs?|documentation|_?archived?)\//i;

/** Whether it shows how a manifest may look, and is applied by nobody as it is. */
export function isExample(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isForeign(path) || aside.test(path) || isTemplateName(name.replace(/\.(ya?ml|json)$/i, ''));
}

const word =
  'dev|devel|development|local|tests?|testing|e2e|ci|qa|uat|int|integration|stage|staging|stg|pre-?prod|preproduction|preview|sandbox|demo|prod|production|live|canary|dr';
const whole = new RegExp(`^(?:${word})$`, 'i');
const atEnd = new RegExp(`[._-](${word})$`, 'i');
const atStart = new RegExp(`^(${word})[._-]`, 'i');

/** `staging` of `k8s/staging/api.yaml` or of `api-staging.yaml`; null when the path is for no environment of its own. */
export function variantOf(path: string): string | null {
  const parts = path.split('/');
  const name = (parts.pop() ?? '').replace(/\.(ya?ml|json)$/i, '');
  const found = whole.test(name) ? name : (atEnd.exec(name)?.[1] ?? atStart.exec(name)?.[1] ?? parts.findLast((part) => whole.test(part) && !/^(ci|int)$/i.test(part)));
  return found ?? null;
}

const overlays = /^(overlays?|environments?|envs?|variants?|clusters?|stages?)$/i;

/** The variant that a kustomization's folder is for. */
export function variantOfOverlay(folder: string): string | null {
  const parts = folder.split('/');
  const last = parts.at(-1) ?? '';
  if (overlays.test(parts.at(-2) ?? '') && last !== 'base') return last;
  return parts.findLast((part) => whole.test(part)) ?? atEnd.exec(last)?.[1] ?? null;
}

const strong = /^(k8s|k3s|kubernetes|kube|kubernetes-manifests|k8s-manifests|openshift)$/i;
const weak = /^(manifests?|deploy|deployments?)$/i;

/** The folder whose manifests are applied together: `services/a/k8s` of `services/a/k8s/redis/service.yaml`, else the file's own. */
export function rootFolderOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const index = [strong, weak].map((shape) => parts.findIndex((part) => shape.test(part))).find((found) => found !== -1) ?? -1;
  const folder = index === -1 ? parts : parts.slice(0, index + 1);
  return folder.join('/') || '.';
}

export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/') || '.';
