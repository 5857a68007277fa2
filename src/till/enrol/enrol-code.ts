/** The code inside what was typed or scanned: the office's QR is a link whose part after # is the code. */
export function enrolCodeOf(text: string): string {
  const afterHash = /#(?:code=)?(.+)$/.exec(text.trim())?.[1];
  return (afterHash ?? text).replace(/\s/g, '').toUpperCase();
}
