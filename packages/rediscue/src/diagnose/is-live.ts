import type { DeclaredTarget } from '../declared/project/index.ts';

/** What stands in files of a pipeline, of a cluster or of infrastructure, or only in a variant that is not chosen, does not run here. */
export const isLive = ({ variant, runs, format }: DeclaredTarget): boolean =>
  variant === null && runs !== 'pod' && !['github-actions', 'terraform', 'kubernetes'].includes(format ?? '');
