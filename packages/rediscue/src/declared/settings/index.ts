export { type Lines, linesOf } from '../lines.ts';
export { distinctUses, oncePerLine } from './distinct.ts';
export { connectionMeaningOf, type Meaning, meaningOf, meansOf, useOf, useOfVariable, wordsOf } from './meaning.ts';
export { tooDeepAt, tooDeepJsonAt } from './nesting.ts';
export { parseWithin, tookTooLong } from './parse-within.ts';
export { parsedSource } from './parsed-source.ts';
export { meaningBeside, usesOfClient, usesOfSetting } from './uses.ts';
export { anyOf, type ClientPart, joinedValue, none, orElse, textValue, unknown, type Value, variablesIn, variableValue } from './value.ts';
