/** Whether a path matches a pattern of Go's `filepath.Glob`: `*`, `?`, `[…]`, none of them over a `/`. */
export function globMatches(pattern: string, path: string): boolean {
  return toRegExp(pattern)?.test(path) ?? pattern === path;
}

function toRegExp(pattern: string): RegExp | null {
  if (pattern.length > 500) return null;
  const source = pattern.replace(/\*+|\?|\[[^\]/]*\]|[\\^$.|+(){}\]/[]/g, (sign) => {
    if (sign.startsWith('*')) return '[^/]*';
    if (sign === '?') return '[^/]';
    return sign.length > 1 ? sign.replace(/\\/g, '\\\\').replace(/^\[\^?\]$/, '\\$&') : `\\${sign}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return null;
  }
}
