/** Whether a path, from the folder of the project, is one of those that rediscue.yaml leaves out. */
export function ignoredBy(globs: string | readonly string[]): (path: string) => boolean {
  const patterns = [globs].flat().map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** `*` and `?` stay within a name, `**` stands for any folders; a folder stands for all that is in it. */
function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '')
    // Repeated stars would only make it slow.
    .replace(/\*{2,}\/(?:\*{2,}\/)+/g, '**/')
    .replace(/\*{3,}/g, '**')
    .replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (sign) => ({ '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' })[sign] ?? `\\${sign}`);
  return new RegExp(`^${source}(?:/.*)?$`, 's');
}
