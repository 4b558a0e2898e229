import { loadAll } from '../../packages/rediscue/src/cli/registry.ts';
import { causePages } from './cause-pages.ts';
import { commandsPage } from './commands-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import type { Generated } from './generated.ts';
import { schemas } from './schemas.ts';

/** Everything below docs/reference. */
export async function reference(): Promise<Generated[]> {
  return [...causePages(), commandsPage(await loadAll()), configurationPage(), errorsPage(), ...schemas()];
}
