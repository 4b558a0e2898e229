import type { Report } from './contract.ts';

/** What the reader's screen can show and how much of it is wanted. Only the text renderer looks at most of it. */
export interface RenderOptions {
  colour: boolean;
  /** Symbols and dashes beyond ASCII. */
  unicode: boolean;
  /** Columns. */
  width: number;
  /** Stages with their times, evidence, and the six areas. */
  verbose: boolean;
  /** What the manual says of a code, for formats that carry it along. */
  manual?: (code: string) => ManualEntry | null;
}

export interface ManualEntry {
  title: string;
  meaning: string;
  advice: string;
}

/** A face of the report: pure, the same for the same report. */
export type Render = (report: Report, options: RenderOptions) => string;

export const plain: RenderOptions = { colour: false, unicode: true, width: 100, verbose: false };
