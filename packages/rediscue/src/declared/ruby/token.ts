/** A piece of a string: text with its escapes resolved, or the tokens of an interpolation. */
export type StringPart = { text: string } | { tokens: Token[] };

/** A token of Ruby, by offsets in the file. */
export interface Token {
  kind: 'name' | 'constant' | 'variable' | 'label' | 'string' | 'symbol' | 'number' | 'operator' | 'newline' | 'words' | 'other';
  /** The name, the operator, the number's signs; the label or symbol without its colon. */
  text: string;
  from: number;
  to: number;
  /** Of strings, labels in quotes, symbols in quotes. */
  parts: StringPart[];
}

/** Names that are no value of their own: behind them an expression begins. */
const keywords = new Set(
  'alias and begin BEGIN break case class def defined? do else elsif ensure for if in module next not or raise redo rescue retry return super then undef unless until when while yield puts require'.split(
    ' ',
  ),
);

/** Whether an operator behind the token would take it as its left side. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'name') return !keywords.has(token.text);
  if (token.kind === 'operator') return token.text === ')' || token.text === ']' || token.text === '}';
  return token.kind !== 'newline' && token.kind !== 'label';
}
