import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];
export type Paint = (format: Format, text: string) => string;

/** Colours where they are wanted; whoever calls decides, not the stream. */
export const painter =
  ({ colour }: { colour: boolean }): Paint =>
  (format, text) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
