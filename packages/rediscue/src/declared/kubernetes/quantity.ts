const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** `512Mi`, `1.5G`, `1e9`, `128974848`, in bytes; null when it is no quantity. `512m` is half a byte: the classic slip is read as Kubernetes reads it. */
export function bytesOf(quantity: string): number | null {
  const match = /^\+?(\d{1,18}(?:\.\d{0,9})?|\.\d{1,9})(?:([eE][+-]?\d{1,2})|(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi))?$/.exec(quantity.trim());
  if (!match) return null;
  const [, digits = '', exponent = '', unit = ''] = match;
  return Math.ceil(Number(digits + exponent) * (factors[unit] ?? 1));
}
