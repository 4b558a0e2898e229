import { basename } from 'node:path/posix';
import { isOwnSource, isShowcase } from '../path-kinds.ts';
import type { Reader, ReadingProblem, Use } from '../reading.ts';
import { laravelFile, readLaravel } from './laravel.ts';
import { readSource } from './source.ts';
import { readSymfony, symfonyFile } from './symfony.ts';

/** What frameworks keep beside the application. */
const aside = /(^|\/)(dependencies|factories|var\/cache|storage\/framework|bootstrap\/cache|migrations|wp-includes|wp-admin|lang)\//i;
const foreignName =
  /(test|spec|testcase)\.php$|[._-](example|sample|template|dist|stub)\.|\.(example|sample|dist|stub|blade\.php|tpl\.php|phtml)$|^(wp-config-sample|phpunit|\.php-cs-fixer)/i;

/** PHP sources, Laravel's settings, and Symfony's in YAML. */
export const phpReader: Reader = {
  id: 'php',
  detect: (path) => (/\.php$/i.test(path) || symfonyFile.test(path)) && isOwnSource(path) && !isShowcase(path) && !aside.test(path) && !foreignName.test(basename(path)),
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    const sources = paths.filter((path) => /\.php$/i.test(path));
    const facades = sources.filter((path) => !laravelFile.test(path) && callsFacade(files.text(path)));
    const laravel = readLaravel(sources, files, (folder) => facades.some((path) => folder === '.' || path.startsWith(`${folder}/`)));
    const symfony = readSymfony(paths, files);
    const uses: Use[] = [...laravel.uses, ...symfony.uses];
    problems.push(...laravel.problems, ...symfony.problems);
    for (const path of sources) {
      const text = laravel.files.has(path) ? null : files.text(path);
      if (text === null) continue;
      const found = readSource(path, text);
      uses.push(...found.uses);
      problems.push(...found.problems);
    }
    return { uses, objects: [...laravel.objects, ...symfony.objects], problems };
  },
};

/** Code that talks to Laravel's Redis without a driver in between. */
const callsFacade = (text: string | null): boolean => text !== null && (text.includes('Illuminate\\Support\\Facades\\Redis;') || text.includes('Illuminate\\Contracts\\Redis\\'));
