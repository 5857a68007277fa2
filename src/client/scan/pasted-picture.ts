/** Pictures pasted or dropped on the page: a code from a message or a screen is read like one before the camera. */

/** Hears pictures until stopped. A paste without a picture goes its way; any file that is dropped is taken for one. */
export function listenForPictures(page: Document, onPicture: (picture: Blob) => void): () => void {
  const take = (event: Event, picture: File | undefined) => {
    if (picture === undefined) return;
    event.preventDefault(); // or the browser opens the file in place of the page
    onPicture(picture);
  };
  const pictureIn = (held: DataTransfer | null) =>
    Array.from(held?.files ?? []).find((file) => file.type.startsWith('image/'));
  const onPaste = (event: ClipboardEvent) => take(event, pictureIn(event.clipboardData));
  const onDrop = (event: DragEvent) => take(event, pictureIn(event.dataTransfer) ?? event.dataTransfer?.files[0]);
  const onOver = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault(); // else nothing may be dropped
  };
  page.addEventListener('paste', onPaste);
  page.addEventListener('drop', onDrop);
  page.addEventListener('dragover', onOver);
  return () => {
    page.removeEventListener('paste', onPaste);
    page.removeEventListener('drop', onDrop);
    page.removeEventListener('dragover', onOver);
  };
}
