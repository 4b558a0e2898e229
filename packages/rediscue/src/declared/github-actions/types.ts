import type { Place } from '../../facts/index.ts';

/** `read-all`, `write-all`, or what is allowed by scope; null where the file does not say and the repository's default counts. */
export type Permissions = string | Record<string, string> | null;

/** Data of an object of the kind `pipeline-job`. */
export interface PipelineJob {
  system: 'github-actions' | 'gitlab-ci';
  file: string;
  /** Name of the workflow. */
  workflow: string | null;
  triggers: string[];
  job: string;
  name: string | null;
  runsOn: string[];
  container: string | null;
  services: string[];
  /** Reusable workflow that it calls in place of steps. */
  uses: string | null;
  environment: string | null;
  timeoutMinutes: number | null;
  if: string | null;
  needs: string[];
  permissions: Permissions;
  workflowPermissions: Permissions;
  hasConcurrency: boolean;
  continueOnError: boolean;
  steps: number;
}

/** Data of an object of the kind `pipeline-step`. Texts are without secrets. */
export interface PipelineStep {
  system: 'github-actions' | 'gitlab-ci';
  file: string;
  job: string;
  /** From 1. */
  index: number;
  name: string | null;
  id: string | null;
  uses: { text: string; action: string; ref: string | null; kind: 'repository' | 'local' | 'docker'; isPinned: boolean; place: Place } | null;
  with: Record<string, string>;
  run: { text: string; place: Place } | null;
  shell: string | null;
  workingDirectory: string | null;
  /** The job's deployment environment. */
  environment: string | null;
  timeoutMinutes: number | null;
  if: string | null;
  continueOnError: boolean;
  permissions: Permissions;
  workflowPermissions: Permissions;
}

/** Data of an object of the kind `pipeline-service`: how its health is checked. */
export interface PipelineService {
  file: string;
  job: string;
  intervalSeconds: number | null;
  timeoutSeconds: number | null;
  startPeriodSeconds: number | null;
  retries: number | null;
}
