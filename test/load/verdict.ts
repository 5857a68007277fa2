/** How the commands of this folder speak: a line at a time, and at the end what was found wrong. */

const MOST_TOLD = 20;

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Says the verdict of one run over its faults. */
export function sayVerdict(faults: readonly string[]): void {
  for (const fault of faults.slice(0, MOST_TOLD)) say(`✗ ${fault}`);
  say(faults.length === 0 ? '✓ 0 lost, 0 doubled, 0 stuck' : `✗ ${String(faults.length)} faults`);
}
