import type { LogKind } from '../../../facts/log-kinds.ts';

/**
 * What a line says. `needle` is text that every wording of the rule holds: most lines are passed over by it alone, so that
 * a megabyte of log costs milliseconds. Named groups of `pattern` become the event's details, `set` adds fixed ones.
 */
export interface Rule {
  kind: LogKind;
  needle: string;
  pattern?: RegExp;
  set?: Readonly<Record<string, string>>;
}

/** A rule for the first of several wordings. */
export const rule = (kind: LogKind, needle: string, pattern?: RegExp, set?: Readonly<Record<string, string>>): Rule => ({
  kind,
  needle,
  ...(pattern && { pattern }),
  ...(set && { set }),
});
