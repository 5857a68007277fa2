/** How the commands that test and measure read what was typed; what cannot be read is said, with how to call them. */

/** What the command line asks, or null when `read` throws; its message and the usage are said. */
export function readOrSay<T>(usage: string, read: (argv: readonly string[]) => T): T | null {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    process.stderr.write(said === usage ? `${usage}\n` : `${said}\n${usage}\n`);
    return null;
  }
}

/** A whole number of at least `least`; what was not typed is `otherwise`. Throws in words. */
export function wholeNumber<T>(text: string | undefined, otherwise: T, least: number): number | T {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new Error(`not a whole number from ${String(least)} on: ${text}`);
}
