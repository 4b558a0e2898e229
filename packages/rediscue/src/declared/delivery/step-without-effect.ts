import type { DeclaredFault } from '../reading.ts';
import { literalOf } from '../shell/index.ts';
import { deployIn, isPreparation, isTalk, isTest, type JobView, lineOf, type StepView, scriptOf } from './pipeline.ts';

/** What a name promises. */
const promise =
  /\b(deploy(ing|ment)?|roll(ing)?[\s-]?back|notify(ing)?|notifications?|alert|(smoke |unit |e2e |integration |load )?tests?|testing|health[\s-]?checks?|back[\s-]?ups?|migrat(e|ing|ions?)|restore)\b/i;
const notice = /^\W*(notify|send|alert)\b/i;
/** A name that only promises to tell something. */
const telling =
  /\b(summary|reports?|results?|status|info(rmation)?|urls?|links?|versions?|variables?|env vars?|outputs?|print|show|display|log|list|debug|echo|dump|skip(ped|ping)?|no|not|if|whether|determine|set|get|compute|matrix|pass(ed)?|success(ful(ly)?)?|complete[d]?|finished|done|gate|required|dry[- ]?run|instructions?|manual(ly)?|wait|announce|message|start(ed|ing)?|begin|mark|approv(e|al|ed))\b/i;
const nothingToDo =
  /\bskip|\bno (\S+ ){0,3}(needed|required|necessary|changes?|to\b)|\bnothing to\b|\bnot (needed|required|necessary|configured|enabled|set|available)\b|\bwould\b/i;

const is = (pattern: RegExp, ...texts: (string | null)[]): boolean => texts.some((text) => text !== null && pattern.test(text.replaceAll('_', ' ')));

/** delivery/step-without-effect: a step that reports what it does not do. */
export const stepsWithoutEffect = (jobs: readonly JobView[]): DeclaredFault[] => jobs.flatMap((job) => job.ownSteps.flatMap((step) => idle(step, job) ?? swallowed(step) ?? []));

function idle(step: StepView, job: JobView): DeclaredFault | null {
  const script = scriptOf(step);
  if (!script || script.calls.length === 0 || !script.calls.every(isTalk) || nothingToDo.test(script.text)) return null;
  const { name, file } = step;
  if (name !== null ? !(is(notice, name) || (is(promise, name) && !is(telling, name))) : !isAlone(step, job, script.text)) return null;
  return {
    summary: `${told(step)} of the job ${job.job} in ${file} only prints: it reports success, and does nothing.`,
    ...about(step),
  };
}

/** Without a name: the job promises it, its other steps do nothing either, and no other job did it before. */
function isAlone(step: StepView, job: JobView, text: string): boolean {
  const others = job.ownSteps.filter((each) => each !== step && !isPreparation(each));
  const isIdle = others.every((each) => scriptOf(each)?.calls.every(isTalk) ?? false);
  const promises = is(promise, job.job.replaceAll('-', ' '), job.name) && !is(telling, job.job.replaceAll('-', ' '), job.name);
  const isGate = job.needs.length > 0 && is(/\btest/i, job.job, job.name);
  return isIdle && promises && !isGate && is(promise, text);
}

/** `npm test || true`. */
function swallowed(step: StepView): DeclaredFault | null {
  const script = scriptOf(step);
  if (!script) return null;
  const calls = script.calls.filter(({ words: [name] }) => name !== undefined && !['cd', 'set', 'echo'].includes(literalOf(name) ?? ''));
  const [main, tail, ...more] = calls;
  if (!main || !tail || more.length > 0 || main.command.end !== '||' || main.command.depth > 0) return null;
  const line = lineOf(script.text, main);
  if (!/^(true|:|exit 0)$/.test(lineOf(script.text, tail)) || !(isTest(line) || deployIn(line) !== null)) return null;
  return {
    summary: `${told(step)} in ${step.file} counts as passed whatever becomes of its command: \`|| ${lineOf(script.text, tail)}\` takes the failure back.`,
    ...about(step),
  };
}

const told = ({ name, label }: StepView): string => (name === null ? `A step (${label})` : `The step “${name.slice(0, 80)}”`);
const about = ({ run, place, label }: StepView): Pick<DeclaredFault, 'code' | 'place' | 'also' | 'subject'> => ({
  code: 'delivery/step-without-effect',
  place: run?.place ?? place,
  also: [],
  subject: label,
});
