import type { Files } from '../reading.ts';

/** Files in which people write down the commands around their manifests. */
const told =
  /(^|\/)([Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml|Tiltfile|skaffold\.ya?ml|Jenkinsfile|\.gitlab-ci\.yml|azure-pipelines\.yml|cloudbuild\.ya?ml|README[^/]*)$|\.(md|sh|mk|bash|ps1)$|(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;
const maxFiles = 300;

/** What the project's scripts and notes say of what is done around its manifests. Read only when something hangs on it. */
export class HandMade {
  readonly #files: Files;
  #texts: string[] | null = null;

  constructor(files: Files) {
    this.#files = files;
  }

  #all(): string[] {
    this.#texts ??= this.#files.paths
      .filter((path) => told.test(path))
      .slice(0, maxFiles)
      .flatMap((path) => this.#files.text(path) ?? [])
      .filter((text) => /kubectl|envsubst|kubeseal|kustomize/.test(text));
    return this.#texts;
  }

  /** Whether a script or a note makes a Secret or ConfigMap of that name with `kubectl create`. */
  makes(name: string): boolean {
    return this.#all().some((text) => /\bcreate\b[^\n]{0,120}\b(secret|configmap|cm)\b/.test(text) && text.includes(name));
  }

  /** Whether `${NAME}` in manifests is filled in by a script. */
  get fillsIn(): boolean {
    return this.#all().some((text) => /\benvsubst\b/.test(text));
  }
}
