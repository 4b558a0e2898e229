import { lstat, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { configName } from '../../../config/load.ts';
import { writtenConfig } from '../../../config/write.ts';
import { isLive } from '../../../diagnose/is-live.ts';
import { errors } from '../../../errors.ts';
import { plural } from '../../../report/layout.ts';
import { version } from '../../../version.ts';
import type { Call, Outcome, World } from '../../command.ts';
import { writePrivately } from '../../output-file.ts';
import { findTargets } from './find-targets.ts';
import type { options as known } from './options.ts';

export async function runInit({ options }: Call<typeof known>, world: World): Promise<Outcome> {
  const project = resolve(world.folder, options.dir ?? '.');
  const isFolder = await stat(project)
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) throw errors.noProject({ folder: options.dir ?? project });
  const file = join(project, configName);
  // A link that leads nowhere is somebody's too.
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  if (isThere && !options.force && !options['dry-run']) throw errors.configAlreadyThere({ file: configName });
  const { filesIn, projectModel, readersFor } = await import('../../../diagnose/project.ts');
  const files = filesIn(project, { environment: world.environment });
  const model = projectModel(files, await readersFor(files.paths));
  const found = findTargets(model.targets, isLive);
  const { commentedSettings } = await import('../../../config/commented.ts');
  const text = writtenConfig(found, commentedSettings(), version);
  if (!options['dry-run']) await writePrivately(file, text);
  if (options.json) {
    const targets = found.targets.map(({ name, shown, declaredIn }) => ({ name, target: shown, declaredIn }));
    const document = {
      schema: 1,
      file,
      written: !options['dry-run'],
      overwritten: isThere && !options['dry-run'],
      targets,
      areComments: found.areComments,
      leftOut: found.leftOut,
      content: text,
    };
    return { status: 0, stdout: `${JSON.stringify(document, null, 2)}\n` };
  }
  if (options['dry-run']) return { status: 0, stdout: text };
  const what =
    found.targets.length === 0
      ? 'no target was found'
      : `${plural(found.targets.length, 'target')}: ${found.targets.map(({ name }) => name).join(', ')}${found.areComments ? '; as comments, because another declaration is wrong' : ''}`;
  return { status: 0, stdout: `Written: ${configName} (${what})\nNext: rediscue diagnose\n` };
}
