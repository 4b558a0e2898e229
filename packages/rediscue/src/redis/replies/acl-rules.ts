import { type Reply, text } from '../resp.ts';
import { clip, fields, list } from './shape.ts';

/** The rules of one user, without passwords. */
export interface AclRules {
  enabled: boolean;
  noPassword: boolean;
  /** `+@all -debug`. */
  commands: string;
  /** `~*`; several patterns are separated by spaces. */
  keys: string;
  /** `&*`; a server without channel rules (before 6.2) lets every channel pass. */
  channels: string;
}

/** ACL GETUSER. Null when there is no such user; undefined when the reply is not understood. */
export function parseAclGetUser(reply: Reply): AclRules | null | undefined {
  if (reply === null) return null;
  const named = fields(reply);
  const flags = list(named?.get('flags'))?.map(text);
  if (named === undefined || flags === undefined) return undefined;
  const channels = patterns(named.get('channels'), '&');
  return {
    enabled: flags.includes('on'),
    noPassword: flags.includes('nopass'),
    commands: clip(text(named.get('commands')) ?? '', 2000),
    keys: patterns(named.get('keys'), '~') ?? '',
    channels: channels ?? '&*',
  };
}

/** 6.x gives a list of patterns without their sign, 7.0 and newer one text with it. */
function patterns(reply: Reply | undefined, sign: string): string | undefined {
  const single = text(reply);
  if (single !== undefined) return clip(single, 2000);
  const several = list(reply);
  return several === undefined ? undefined : clip(several.map((pattern) => `${sign}${text(pattern) ?? ''}`).join(' '), 2000);
}
