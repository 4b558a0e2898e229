import { joined, known, type TerraformValue, unknown } from './values.ts';

/** Null for what is unknown, and for what is no truth value. */
export function truth(value: TerraformValue): boolean | null {
  if (value.is !== 'known') return null;
  return value.value === true || value.value === 'true' ? true : value.value === false || value.value === 'false' ? false : null;
}

/** As Terraform has it; unknown as soon as a side that counts is. */
export function operate(operator: string, left: TerraformValue, right: TerraformValue, place: TerraformValue['place']): TerraformValue {
  const about = { place, through: joined(left.through, right.through) };
  if (operator === '&&' || operator === '||') {
    const [a, b] = [truth(left), truth(right)];
    const deciding = operator === '||';
    if (a === deciding || b === deciding) return known(deciding, about);
    return a !== null && b !== null ? known(!deciding, about) : unknown(about);
  }
  if (operator === '==' || operator === '!=') {
    const same = sameValue(left, right);
    return same === null ? unknown(about) : known(same === (operator === '=='), about);
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return unknown(about);
  const result = calculate(operator, a, b);
  return result === null || (typeof result === 'number' && !Number.isFinite(result)) ? unknown(about) : known(result, about);
}

function sameValue(left: TerraformValue, right: TerraformValue): boolean | null {
  if (left.is === 'known' && right.is === 'known') return String(left.value) === String(right.value) && (left.value === null) === (right.value === null);
  const [one, other] = left.is === 'known' ? [left, right] : [right, left];
  // A collection that is written out is neither null nor a text.
  if (one.is === 'known' && (other.is === 'list' || other.is === 'object')) return false;
  return null;
}

const numberOf = (value: TerraformValue): number | null =>
  value.is === 'known' && (typeof value.value === 'number' || /^-?\d+$/.test(String(value.value))) ? Number(value.value) : null;

function calculate(operator: string, a: number, b: number): number | boolean | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return null;
  }
}
