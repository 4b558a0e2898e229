import { maskSecrets } from '../../declared/masks/index.ts';

/** Texts of an application may hold anything: known passwords, logins of URLs, what stands behind a name of a secret. */
export function masker(secrets: readonly string[]): (text: string, length: number) => string {
  // A short password is a part of many words: it is taken out where the forms below find it.
  const known = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))].filter((secret) => secret.length >= 6).toSorted((a, b) => b.length - a.length);
  return (text, length) => {
    // Cut first, with room: nothing here takes long on a line of a megabyte.
    let shown = text.slice(0, 8000);
    for (const secret of known) shown = shown.replaceAll(secret, '***');
    shown = shown
      .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*@/gi, '$1***@')
      .replace(
        /(["']?\b[\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|authorization|cookie|credential)[\w-]*["']?\s*[=:]\s*)("[^"]*"?|'[^']*'?|(?:bearer |basic )?[^\s,;}]+)/gi,
        '$1***',
      )
      .replace(/\b(bearer|basic)\s+[\w.+/=-]{8,}/gi, '$1 ***')
      .replace(/(\bargs["']?\s*[=:]\s*)\[[^\]]*\]?/gi, '$1[***]')
      .replace(
        /(^|["'\s])(AUTH|HELLO \d AUTH)((?:\s+(?!<|failed|called|without|command|error|required|is|was|to|by|with|for|string|password\b)[^\s"']+){1,2})(["']|$)/g,
        '$1$2 ***$4',
      );
    const plain = maskSecrets(shown).replace(/\s+/g, ' ').trim();
    return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
  };
}

/** A URL as it may be shown: without a login, and without what stands behind its question mark. */
export function shownUrl(url: URL): string {
  const path = url.pathname.length > 120 ? `${url.pathname.slice(0, 119)}…` : url.pathname;
  return `${url.protocol}//${url.host}${path}${url.search === '' ? '' : '?…'}`;
}
