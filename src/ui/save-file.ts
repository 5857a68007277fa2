/** Hands a file to the person the browser's own way: a link that is clicked for them. */
const KEPT_MS = 60_000; // a browser may begin to read only after it has asked where to save

export function saveFile(parts: readonly BlobPart[], { name, type }: { readonly name: string; readonly type: string }) {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
