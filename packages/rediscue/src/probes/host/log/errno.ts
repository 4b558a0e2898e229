/** The system's words for an error, as glibc, musl and macOS write them, with the code. */
const words: readonly (readonly [string, string])[] = [
  ['No space left on device', 'ENOSPC'],
  ['Disk quota exceeded', 'EDQUOT'],
  ['Quota exceeded', 'EDQUOT'],
  ['Permission denied', 'EACCES'],
  ['Operation not permitted', 'EPERM'],
  ['Read-only file system', 'EROFS'],
  ['No such file or directory', 'ENOENT'],
  ['Not a directory', 'ENOTDIR'],
  ['Is a directory', 'EISDIR'],
  ['File too large', 'EFBIG'],
  ['Input/output error', 'EIO'],
  ['I/O error', 'EIO'],
  ['Device or resource busy', 'EBUSY'],
  ['Resource busy', 'EBUSY'],
  ['Address already in use', 'EADDRINUSE'],
  ['Address in use', 'EADDRINUSE'],
  ['Cannot assign requested address', 'EADDRNOTAVAIL'],
  ['Address not available', 'EADDRNOTAVAIL'],
  ["Can't assign requested address", 'EADDRNOTAVAIL'],
  ['Cannot allocate memory', 'ENOMEM'],
  ['Out of memory', 'ENOMEM'],
  ['Resource temporarily unavailable', 'EAGAIN'],
  ['Too many open files in system', 'ENFILE'],
  ['Too many open files', 'EMFILE'],
  ['Connection refused', 'ECONNREFUSED'],
  ['Connection reset by peer', 'ECONNRESET'],
  ['Connection timed out', 'ETIMEDOUT'],
  ['Operation timed out', 'ETIMEDOUT'],
  ['No route to host', 'EHOSTUNREACH'],
  ['Host is unreachable', 'EHOSTUNREACH'],
  ['Network is unreachable', 'ENETUNREACH'],
  ['Network unreachable', 'ENETUNREACH'],
  ['Broken pipe', 'EPIPE'],
  ['Name or service not known', 'ENOTFOUND'],
  ['Temporary failure in name resolution', 'EAI_AGAIN'],
  ['Address family not supported', 'EAFNOSUPPORT'],
];

/** The code of a system error that a text names; null when it names none. */
export function errnoIn(text: string): string | null {
  return words.find(([phrase]) => text.includes(phrase))?.[1] ?? null;
}
