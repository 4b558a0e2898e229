const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What compose makes of a scalar without quotes: it reads numbers as numbers and writes them again, so that `0123` becomes `83`,
 * `1_000` becomes `1000` and `1e6` becomes `1e+06`. Null for YAML's null.
 */
export function goScalar(text: string): string | null {
  if (text === '' || text === '~' || /^(null|Null|NULL)$/.test(text)) return null;
  if (/^(true|True|TRUE|false|False|FALSE)$/.test(text)) return text.toLowerCase();
  if (!/^[-+.0-9]/.test(text) || text.length > 400) return text;
  const plain = text.replaceAll('_', '');
  if (integer.test(plain)) return wholeNumber(plain);
  return float.test(plain) ? floatText(Number(plain)) : text;
}

function wholeNumber(text: string): string {
  const digits = text.replace(/^[-+]/, '').replace(/^0[oO]?(?=[0-7])/, '0o');
  const value = text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  const fits = value >= -(2n ** 63n) && value < 2n ** 64n;
  return fits ? value.toString() : floatText(Number(value));
}

/** As Go prints a float in its shortest form. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return plainDecimal(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const plainDecimal = (value: number): string => (Math.abs(value) >= 1e-6 ? String(value) : value.toFixed(20).replace(/0+$/, ''));
