/** Decodes as Kubernetes does: the standard alphabet with its padding, line breaks passed over. Null when it is something else. */
export function decodeBase64(text: string): string | null {
  const bare = text.replace(/[\r\n]/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return null;
  return Buffer.from(bare, 'base64').toString('utf8');
}
