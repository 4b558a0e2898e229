import type { Place } from '../../facts/index.ts';
import type { PipelineJob, PipelineStep } from '../github-actions/index.ts';
import type { DeclaredObject } from '../reading.ts';
import { callsOf, literalOf, type ShellCall } from '../shell/index.ts';

export interface StepView extends PipelineStep {
  /** Its name, or what stands in for one. */
  label: string;
  place: Place;
}

export interface JobView extends PipelineJob {
  place: Place;
  ownSteps: StepView[];
}

/** Pipelines of the project: jobs with their steps. */
export function jobsOf(objects: readonly DeclaredObject[]): JobView[] {
  const ofKind = (wanted: string) => objects.filter(({ kind }) => kind === wanted);
  const steps = Map.groupBy(
    ofKind('pipeline-step').map(({ name, place, data }): StepView => ({ ...(data as PipelineStep), label: name, place })),
    ({ file, job }) => JSON.stringify([file, job]),
  );
  return ofKind('pipeline-job').map(({ place, data }) => {
    const job = data as PipelineJob;
    return { ...job, place, ownSteps: steps.get(JSON.stringify([job.file, job.job])) ?? [] };
  });
}

/** A step's script with what a shell would run; null without one, or where another shell runs it. */
export function scriptOf({ run, shell }: PipelineStep): { text: string; calls: ShellCall[] } | null {
  if (run === null || !(shell === null || /^(bash|sh)\b/.test(shell))) return null;
  const text = run.text.replace(/\$\{\{(?:(?!\$\{\{).)*?\}\}/gs, 'x');
  return { text, calls: callsOf(text) };
}

/** A call as one line, as it is written. */
export const lineOf = (text: string, { words, command }: ShellCall): string =>
  text
    .slice(words[0]?.from ?? command.from, command.to)
    .replaceAll(/\\?\s+/g, ' ')
    .trim();

const talk = new Set(['echo', 'printf', 'true', ':', 'sleep', 'date', 'pwd', 'set', '[', '[[', 'test']);

/** It prints or waits, and changes nothing: not a file, not the pipeline's state, not how the step ends. */
export function isTalk({ command, words, assignments, isExport }: ShellCall): boolean {
  if (isExport || command.redirects.some(({ operator, target }) => !/^<</.test(operator) && !/^(\/dev\/(null|stdout|stderr)|&?[12])$/.test(literalOf(target) ?? '$'))) return false;
  const parts = [...words, ...assignments.map(({ value }) => value)].flatMap((word) => word.parts);
  if (parts.some(({ kind }) => kind === 'unknown')) return false;
  const [name, first, ...rest] = words.map((word) => literalOf(word) ?? '$');
  if (name === undefined) return true;
  if (name === 'exit') return (first === undefined || first === '0') && rest.length === 0;
  if (name === 'cat') return command.hereDocument !== null && (first === undefined || first === '-');
  // `::error::` and its like speak to the runner.
  return talk.has(name) && !words.slice(1).some((word) => word.parts.some((part) => part.kind === 'text' && /^\s*::|##\[/.test(part.text)));
}

/** Steps that only bring the sources and tools for the others. */
export const isPreparation = ({ uses }: PipelineStep): boolean => uses !== null && /^actions\/(checkout|setup-|cache)|\/(setup|login)[^/]*$|-(setup|login)$/.test(uses.action);

/** Commands that put a release into its place, for certain. */
const deploying =
  /^kubectl\b.*\s(apply|set image|rollout restart|replace)\b|^helm\b.*\s(upgrade|install)\b|^(terraform|tofu)\b.*\sapply\b|^docker stack deploy\b|^docker service update\b|^gcloud\b.*\s(run (deploy|services (update|replace))|app deploy)\b|^aws\b.*\s(ecs update-service|lambda update-function-code)\b|^(fly|flyctl)\b.*\sdeploy\b|^heroku\b.*\scontainer:release\b/;
const rehearsal = /--dry-run\b(?!=none)|--help\b|\s(-h|--server-dry-run)\b|\shttps?:\/\/|-f\s*https?:\/\//;

/** What the call deploys with, in its own first words; null where it does not deploy. */
export function deployIn(line: string): string | null {
  if (rehearsal.test(line)) return null;
  const bare = line.replace(/^sudo /, '');
  const [found] = deploying.exec(bare) ?? [];
  if (found === undefined) return null;
  const [tool = ''] = bare.split(' ');
  const verb =
    /(apply|set image|rollout restart|replace|upgrade|install|stack deploy|service update|run deploy|services update|services replace|app deploy|ecs update-service|lambda update-function-code|container:release|deploy)$/.exec(
      found,
    )?.[1] ?? '';
  return `${tool} ${verb}`;
}

/** Commands that run a project's tests. */
const testing =
  /^((poetry|uv|pipenv|pdm|hatch) run )?((npm|pnpm|yarn|bun)( run)? (test|t)\b|(jest|vitest|mocha|ava)\b|playwright test\b|cypress run\b|(python3? -m )?(pytest|unittest)\b|(go|cargo|dotnet|deno|swift) test\b|mvnw?\b.*\s(test|verify)\b|(\.\/)?(gradlew|mvnw)\b.*\s(test|check|verify)\b|gradle\b.*\s(test|check)\b|(vendor\/bin\/|\.\/vendor\/bin\/)?(phpunit|pest)\b|(bundle exec )?(rspec|(rake|rails) test)\b|make (test|check)\b|tox\b|ctest\b)/;
export const isTest = (line: string): boolean => testing.test(line);
