import { figureOf, metricsOf } from './direction.ts';
import { parseQuery, type Query } from './parse.ts';

const turned: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '==': '==', '!=': '!=' };

/**
 * Why an alert's expression holds where things are well; null where it does not, or where that is not certain. An expression is
 * judged by the one comparison that it comes to: beside it only a condition on traffic may stand.
 */
export function whyInverted(expr: string): string | null {
  const query = parseQuery(expr);
  return query && judged(query);
}

function judged(query: Query): string | null {
  if (query.kind === 'binary' && query.operator === 'and') {
    if (isTraffic(query.right)) return judged(query.left);
    return isTraffic(query.left) ? judged(query.right) : null;
  }
  if (query.kind === 'metric') return figureOf(query)?.kind === 'switch' ? `${query.name} is there as long as it is scraped, also while it is 1: it must be compared with 0` : null;
  if (query.kind !== 'binary' || query.bool || !Object.hasOwn(turned, query.operator)) return null;
  if (query.right.kind === 'number') return compared(query.left, query.operator, query.right.value);
  return query.left.kind === 'number' ? compared(query.right, turned[query.operator] ?? '', query.left.value) : null;
}

function compared(side: Query, operator: string, bound: number): string | null {
  const figure = figureOf(side);
  if (!figure || !Number.isFinite(bound)) return null;
  const { direction, kind, scale, what } = figure;
  if (kind === 'switch') {
    if (scale !== 1) return null;
    const holdsAtOne = holds(1, operator, bound);
    const holdsAtZero = holds(0, operator, bound);
    return holdsAtOne && !holdsAtZero ? `${what} is 1 where all is well` : null;
  }
  if (kind === 'count') return operator === '==' && bound === 0 ? `${what} is 0 where all is well` : operator === '<' && bound > 0 ? `${what} is low where all is well` : null;
  const above = operator === '>' || operator === '>=';
  if (!above && operator !== '<' && operator !== '<=') return null;
  // Of a figure whose scale is not known, 1 divides the two that are usual.
  const share = bound / (scale === 0 ? (bound > 1 ? 100 : 1) : scale);
  if (direction === 'good') return above && share > 0 && share < 1 ? `${what} is high where all is well` : null;
  // Next to nothing in use may be a fault of its own; below a high bound nearly everything is well.
  return !above && share >= 0.5 ? `${what} is low where all is well` : null;
}

function holds(value: number, operator: string, bound: number): boolean {
  switch (operator) {
    case '==':
      return value === bound;
    case '!=':
      return value !== bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    default:
      return value <= bound;
  }
}

/** `rate(…hits…[5m]) > 0`: enough is asked to say something. */
function isTraffic(query: Query): boolean {
  if (query.kind !== 'binary' || !/^>=?$/.test(query.operator) || query.right.kind !== 'number') return false;
  const metrics = metricsOf(query.left);
  return metrics.length > 0 && metrics.every((name) => /hits|misses|commands|requests|lookups|operations|queries/.test(name)) && figureOf(query.left) === null;
}
