import type { AppLook } from '../../facts/app.ts';

const states: Readonly<Record<string, AppLook['state']>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
};

/** What stopped a request. */
export function stateOf(error: Error): AppLook['state'] {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code in states) return states[code] as AppLook['state'];
  if (code.startsWith('HPE_')) return 'not-http';
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls-failed' : 'failed';
}
