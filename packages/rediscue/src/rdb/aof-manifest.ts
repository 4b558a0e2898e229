/** One line of a multi-part manifest. */
interface ManifestPart {
  name: string;
  sequence: number;
  /** `base`: the contents at the last rewrite; `history`: to be deleted; `incremental`: what came after. */
  type: 'base' | 'history' | 'incremental';
}

export interface Manifest {
  parts: ManifestPart[];
  problem: { line: number; offset: number; reason: string } | null;
}

const types: Record<string, ManifestPart['type']> = { b: 'base', h: 'history', i: 'incremental' };

/** Reads `file NAME seq N type b|h|i` lines, in the order of the file up to the first bad one. Names may be quoted. */
export function readManifest(text: string): Manifest {
  const parts: ManifestPart[] = [];
  let offset = 0;
  let line = 0;
  const lines = text.split('\n');
  for (const raw of lines) {
    line++;
    const at = offset;
    offset += Buffer.byteLength(raw) + 1;
    const content = raw.trim();
    const isLast = line === lines.length;
    if (content === '' || content.startsWith('#')) {
      if (content === '' && !isLast) return { parts, problem: { line, offset: at, reason: 'an empty line' } };
      continue;
    }
    const fields = content.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
    const values = new Map<string, string>();
    for (let index = 0; index + 1 < fields.length; index += 2) values.set((fields[index] as string).toLowerCase(), unquote(fields[index + 1] as string));
    const name = values.get('file');
    const sequence = Number(values.get('seq'));
    const type = types[values.get('type') ?? ''];
    const reason =
      fields.length < 6 || fields.length % 2 === 1 || !name || !Number.isSafeInteger(sequence) || sequence < 1 || !type
        ? 'not of the form "file NAME seq NUMBER type b|h|i"'
        : name.includes('/')
          ? 'a path where a file name is due'
          : isLast
            ? 'the line has no end'
            : null;
    if (reason || !name || !type) return { parts, problem: { line, offset: at, reason: reason ?? 'not readable' } };
    parts.push({ name, sequence, type });
  }
  return { parts, problem: parts.length === 0 ? { line: 1, offset: 0, reason: 'it names no file' } : null };
}

const unquote = (field: string) => (field.startsWith('"') ? field.slice(1, -1).replace(/\\(.)/g, '$1') : field);
