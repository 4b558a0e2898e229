/**
 * Checks LZF data, and unpacks it when `output` is given. The format: a control byte below 32 announces that many plus one
 * literal bytes; otherwise its upper three bits are a length (7: one more byte adds to it) and the rest with the next
 * byte a distance back. Returns null when well, otherwise the position in `data` at which it is not.
 */
export function readLzf(data: Buffer, size: number, output: Buffer | null): number | null {
  let at = 0;
  let made = 0;
  while (at < data.length) {
    const start = at;
    const control = data[at++] as number;
    if (control < 32) {
      const count = control + 1;
      if (at + count > data.length || made + count > size) return start;
      if (output) data.copy(output, made, at, at + count);
      at += count;
      made += count;
      continue;
    }
    let count = control >> 5;
    if (count === 7) {
      if (at >= data.length) return start;
      count += data[at++] as number;
    }
    if (at >= data.length) return start;
    const distance = ((control & 31) << 8) + (data[at++] as number) + 1;
    count += 2;
    if (distance > made || made + count > size) return start;
    // Source and destination may overlap: a run is written as a short distance with a long length.
    if (output) for (let from = made - distance, to = made, end = made + count; to < end; ) output[to++] = output[from++] as number;
    made += count;
  }
  return made === size ? null : data.length;
}
