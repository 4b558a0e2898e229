import { can, capabilities, World } from '../../testbed/index.ts';
import { type Run, runDiagnose } from './diagnose.ts';
import { complaints } from './judge-run.ts';
import type { Scenario } from './scenario.ts';

export interface Outcome {
  id: string;
  scenario: Scenario;
  /** `skipped` only on a developer's machine; under CI a missing capability is a failure. */
  state: 'passed' | 'failed' | 'skipped';
  complaints: string[];
  isHealthySystem: boolean;
  /** The diagnosis of the fault, not of the healed system. */
  run: Run | null;
}

/** Makes the fault, diagnoses it, mends it, diagnoses again. */
export async function runScenario(id: string, scenario: Scenario): Promise<Outcome> {
  const outcome = (state: Outcome['state'], wrong: string[], isHealthySystem = false, run: Run | null = null): Outcome => ({
    id,
    scenario,
    state,
    complaints: wrong,
    isHealthySystem,
    run,
  });
  const missing = (scenario.needs ?? []).filter((name) => !can(name));
  if (missing.length > 0)
    return outcome(
      process.env.CI ? 'failed' : 'skipped',
      missing.map((name) => `needs ${name}: ${capabilities[name].how}`),
    );
  const world = new World('rediscue-gauntlet-');
  try {
    const arranged = await scenario.arrange(world);
    const isHealthySystem = arranged.expect.root === null;
    const run = await runDiagnose(arranged, world.folder);
    const wrong = complaints(run, arranged.expect, world.secrets);
    if (arranged.heal || arranged.healed) {
      await arranged.heal?.();
      const after = await runDiagnose({ ...arranged, ...arranged.healed }, world.folder);
      wrong.push(...complaints(after, { root: null }, world.secrets).map((text) => `after healing: ${text}`));
    }
    return outcome(wrong.length === 0 ? 'passed' : 'failed', wrong, isHealthySystem, run);
  } catch (error) {
    return outcome('failed', [`could not be arranged: ${error instanceof Error ? error.message : String(error)}`]);
  } finally {
    await world.end();
  }
}
