import { expect, test } from 'vitest';
import { projectView } from '../../diagnose/view.ts';
import { container, containers, loginRefused } from '../example-parts.ts';
import { type EndpointExample, exampleFacts } from '../examples.ts';
import duplicate from './duplicate.ts';

const second = (over: Parameters<typeof container>[0]) =>
  container({ id: 'c9', name: 'second', project: null, service: null, exitCode: null, startedAt: null, pid: null, ...over });
const neverStarted = second({ state: 'created', createdAt: '2026-11-20T09:59:00.000Z', startTried: false });
const triedInVain = second({ state: 'created', createdAt: '2026-11-20T09:59:00.000Z' });
const refused = second({ state: 'created', error: 'Bind for 127.0.0.1:6379 failed: port is already allocated' });

function severity(example: EndpointExample): string | null {
  const facts = exampleFacts({ endpoints: { '127.0.0.1:6379': example } });
  const [at] = projectView(facts).targets.flatMap(({ endpoints }) => endpoints);
  const found = at && duplicate.detect(at);
  if (!found || Array.isArray(found) || 'undecided' in found) return null;
  return ('severity' in found ? found.severity : undefined) ?? duplicate.severity;
}

test('a container that was made and never started hurts nobody while the application works', () => {
  expect(severity({ containers: containers(container(), neverStarted) })).toBe('warning');
  expect(severity({ ...loginRefused('rejected', 'WRONGPASS invalid username-password pair'), containers: containers(container(), neverStarted) })).toBe('warning');
});

test('one that the engine refused to start is why the application has no Redis, or the wrong one', () => {
  expect(severity({ containers: containers(container(), refused) })).toBe('critical');
  expect(severity({ containers: containers(container(), triedInVain) })).toBe('critical');
  expect(severity({ ...loginRefused('rejected', 'WRONGPASS invalid username-password pair'), containers: containers(container(), refused) })).toBe('critical');
});
