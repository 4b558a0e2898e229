import type { Render } from './options.ts';

/** The contract's document, on several lines so that it can be read and compared. */
export const renderJson: Render = (report) => `${JSON.stringify(report, null, 2)}\n`;
