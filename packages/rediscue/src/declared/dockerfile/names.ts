import { basename, dirname } from 'node:path/posix';
import { isCopyName, isForeign, isTemplate, isTemplateName } from '../path-kinds.ts';

const names = /^(?:(.+)\.)?(?:docker|container)file(?:[.-](.+))?$/i;
/** What such a name ends in and is no Dockerfile: documents, other languages, lists of what to leave out. */
const others =
  /^(?:.*\.)?(?:md|txt|rst|html?|dockerignore|containerignore|j2|jinja2?|erb|ejs|hbs|mustache|in|m4|swp|tar|gz|lock|json|ya?ml|toml|sh|py|js|mjs|ts|go|rb|php|java|rs|c|h|cs|lua|vim|snap|patch|diff|svg|png)$/i;
/** Words that say what an image is for, not what is in it. */
const variants = /^(?:dev(?:el|elop|elopment)?|prod(?:uction)?|stag(?:e|ing)|test(?:s|ing)?|ci|qa|uat|e2e|local|debug|preview|sandbox|integration)$/i;

/** `Dockerfile`, `api.Dockerfile`, `Dockerfile.dev`, `Containerfile`. */
export function isDockerfile(path: string): boolean {
  const match = names.exec(basename(path));
  if (!match || isForeign(path) || isTemplate(path)) return false;
  return ![match[1], match[2]].some((part) => part !== undefined && (others.test(part) || isTemplateName(part) || isCopyName(part)));
}

/** What stands before or behind the word. */
function partsOf(path: string): string[] {
  const [, before, behind] = names.exec(basename(path)) ?? [];
  return [before, behind].flatMap((part) => part?.split(/[.-]/) ?? []);
}

export const variantOf = (path: string): string | null => partsOf(path).find((part) => variants.test(part)) ?? null;

/** What is built, by the file's own name or its folder's. */
export function programName(path: string, project: string): string {
  const own = partsOf(path).filter((part) => !variants.test(part));
  const folder = dirname(path);
  return own.length > 0 ? own.join('-') : folder === '.' ? project : basename(folder);
}
