export { type Lines, linesOf } from './lines.ts';
export { type Meaning, meaningOf, meansOf, useOf, useOfVariable, wordsOf } from './meaning.ts';
export { tooDeepAt } from './nesting.ts';
export { parseWithin, tookTooLong } from './parse-within.ts';
export { meaningBeside, usesOfClient, usesOfSetting } from './uses.ts';
export { anyOf, type ClientPart, joinedValue, none, orElse, textValue, unknown, type Value, variablesIn, variableValue } from './value.ts';
