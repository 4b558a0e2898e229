/** Why a walk over a file ended early. Internal to this folder: the checks turn it into a `FileCheck`. */
export class Damage extends Error {
  /** `cut`: something reaches beyond the end of the file. `unknown`: a type or opcode that this reader does not know. */
  readonly kind: 'structure' | 'cut' | 'unknown';
  /** Offset in the file at which it shows. */
  readonly offset: number;
  constructor(kind: Damage['kind'], offset: number, reason: string) {
    super(reason);
    this.name = 'Damage';
    this.kind = kind;
    this.offset = offset;
  }
}

/** What a check found: the shape of `FileCheck` among the facts. */
export interface FileCheck {
  file: string;
  bytes: number;
  modifiedAt: string | null;
  state: 'ok' | 'damaged' | 'truncated' | 'format-too-new' | 'unreadable' | 'not-checked' | 'missing';
  /** Where the damage shows; null when only the checksum tells, or there is none. */
  offset: number | null;
  /** Bytes behind the last whole item before the damage: what a cut there would lose. */
  lossBytes: number | null;
  reason: string | null;
  /** RDB version, or the kind of an append-only part. */
  version: string | null;
  /** Keys of a snapshot, commands of an append-only part; up to the damage when there is one. */
  keys: number | null;
}

export interface CheckOptions {
  signal?: AbortSignal | undefined;
  /** Ends with `not-checked` after this time. */
  deadlineMs?: number | undefined;
  /** Larger files are `not-checked`. */
  maxBytes?: number | undefined;
}
