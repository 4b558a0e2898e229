import type { DeclaredFault } from '../reading.ts';
import type { JobView, StepView } from './pipeline.ts';

/** Actions that are told one by one; the rest of a large project is told together. */
const maxAlone = 5;

/** delivery/unpinned-action: an action of others by a name that they can move. One for each repository, with all places. */
export function unpinnedActions(jobs: readonly JobView[]): DeclaredFault[] {
  const all = jobs.flatMap(({ ownSteps }) => ownSteps.flatMap(({ uses, job }) => (uses !== null && isMoving(uses) ? [{ uses, job }] : [])));
  const groups = [...Map.groupBy(all, ({ uses }) => nameOf(uses))].toSorted(([, one], [, other]) => other.length - one.length);
  const alone = groups.length > maxAlone + 1 ? groups.slice(0, maxAlone) : groups;
  const rest = groups.slice(alone.length);
  const names = rest.map(([name]) => name);
  return [
    ...alone.flatMap(([name, steps]) => told(name, `${name} is used by ${howIn(steps)}`, steps)),
    ...told(
      'other actions',
      `${names.length} other actions are used by names that can be moved (${names.slice(0, 3).join(', ')}, …)`,
      rest.flatMap(([, steps]) => steps),
    ),
  ];
}

type Steps = { uses: Used; job: string }[];

function howIn(steps: Steps): string {
  const [first] = steps;
  const isImage = first?.uses.kind === 'docker';
  const refs = [...new Set(steps.map(({ uses }) => (isImage ? (/:([^/:]*)$/.exec(uses.action)?.[1] ?? 'latest') : (uses.ref ?? ''))))];
  const by = `${isImage ? 'a tag' : 'a name'} that can be moved (${refs.slice(0, 3).join(', ')}${refs.length > 3 ? ', …' : ''})`;
  return `${by} in ${steps.length > 1 ? `${steps.length} steps` : `the job ${first?.job}`}`;
}

function told(subject: string, what: string, [first, ...more]: Steps): DeclaredFault[] {
  if (!first) return [];
  return [
    {
      code: 'delivery/unpinned-action',
      place: first.uses.place,
      summary: `${what}: whoever moves ${subject === 'other actions' ? 'one of them' : 'it'} runs code with the rights and secrets of the pipeline.`,
      also: more.map(({ uses }) => uses.place),
      subject,
    },
  ];
}

type Used = NonNullable<StepView['uses']>;

const isMoving = ({ kind, action, ref, isPinned }: Used): boolean => {
  if (isPinned || kind === 'local') return false;
  return kind === 'docker' || (ref !== null && ref !== '' && /^[\w.-]+\/[\w.-]+/.test(action) && !/^(actions|github)\//i.test(action));
};

/** All actions of one repository are moved by the same people. */
const nameOf = ({ action, kind }: Used): string => (kind === 'docker' ? `docker://${action.replace(/:[^/:]*$/, '')}` : action.split('/').slice(0, 2).join('/'));
