const value = String.raw`("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s"']{1,2000})`;
const inUrl = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/@:'"]{0,200}:)([^\s@/'"]{1,500})@/gi;
const assigned = new RegExp(String.raw`\b([\w-]{0,60}(?:password|passwd|pass|pwd|secret|token|api_?key|credential|_auth)[\w-]{0,30}["']?[ \t]?[=:][ \t]?)${value}`, 'gi');
const option = new RegExp(String.raw`((?:^|\s)(?:--?[\w-]{0,30}(?:requirepass|masterauth|password|passwd|pass|token|secret)|-a|-u)(?:[ \t]+|=))${value}`, 'gim');
const header = /\b((?:bearer|basic)[ \t]+)([\w.~+/=-]{1,2000})/gi;

const isReference = (text: string): boolean => /^["']?(\$\{\{[^}]*(\}\})?|\$\{?\w+\}?|\$\([^)]*\)?)["']?$/.test(text) || text.startsWith('-');

/** A script without what may be a secret in it: passwords of URLs, values of secret names and options, tokens. References stay. */
export function maskScript(text: string): string {
  const hide = (_: string, before: string, secret: string) => before + (isReference(secret) ? secret : '***');
  return text
    .replace(inUrl, (whole, before: string, secret: string) => `${hide(whole, before, secret)}@`)
    .replace(assigned, hide)
    .replace(option, hide)
    .replace(header, hide);
}
