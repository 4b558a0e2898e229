import type { DeclaredObject } from '../reading.ts';
import type { Evaluator } from './evaluator.ts';
import { isSettingsClass, settingsOptions } from './settings-class.ts';
import type { Source } from './source.ts';
import { argumentsOf } from './syntax.ts';
import { fixedText, unknown } from './value.ts';

/** An env file that code reads itself, as `data` of an object of kind `env-file-of-code`. */
export interface EnvFileOfCode {
  /** As the code names it: relative to the folder that the program runs in. */
  path: string;
  /** What reads it: a class of settings, or a function's full name. */
  readBy: string;
}

const loaders = new Set(['dotenv.load_dotenv', 'dotenv.dotenv_values', 'starlette.config.Config', 'environ.Env.read_env', 'decouple.RepositoryEnv']);

export function envFiles(source: Source, own: Evaluator): DeclaredObject[] {
  const found: DeclaredObject[] = [];
  const put = (path: string, readBy: string, place: DeclaredObject['place']) => {
    const data: EnvFileOfCode = { path, readBy };
    found.push({ kind: 'env-file-of-code', name: path, place, data });
  };
  for (const scope of source.scopes) {
    if (scope.kind !== 'class' || !isSettingsClass(scope, own)) continue;
    for (const file of settingsOptions(scope, own).envFiles) if (file.place.file === source.file) put(file.text, scope.name, file.place);
  }
  for (const { node, scope } of source.calls) {
    const text = source.text.slice(node.from, Math.min(node.to, node.from + 80));
    if (!/^[\w.]*(?:load_dotenv|dotenv_values|Config|read_env|RepositoryEnv)\(/.test(text)) continue;
    const at = { scope, frame: null };
    const callee = node.firstChild ? own.value(node.firstChild, at) : unknown;
    const name = callee.kind === 'foreign' ? callee.name : callee.kind === 'member' && callee.of.kind === 'made' ? `${callee.of.by}.${callee.name}` : '';
    if (!loaders.has(name)) continue;
    const { positional, named } = argumentsOf(node, source.text);
    const given = positional[0] ?? named.get('dotenv_path') ?? named.get('env_file');
    const path = given ? fixedText(own.value(given, at)) : null;
    if (given && path) put(path, name, own.place(given, at));
  }
  return found;
}
