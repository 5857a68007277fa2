/** What a till keeps of its keyboard scanner. Apart from the reader itself, which comes with the sale. */
export type WedgeSettings = {
  readonly gapMs: number; // largest mean time between characters, 50 to 120
  readonly prefix: string; // what the scanner is set to put before and after: stripped
  readonly suffix: string;
};

export const WEDGE_DEFAULTS: WedgeSettings = { gapMs: 50, prefix: '', suffix: '' };
