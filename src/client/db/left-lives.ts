/** How many facts of older lives are still to be journalled again. */
export const leftOf = (parts: readonly { readonly after: number; readonly to: number }[]): number =>
  parts.reduce((sum, { after, to }) => sum + to - after, 0);
