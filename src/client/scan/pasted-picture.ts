/** Pictures pasted or dropped on the page: a code from a message or a screen is read like one before the camera. */

/** Hears pictures until stopped. A paste without a picture goes its way. */
export function listenForPictures(page: Document, onPicture: (picture: Blob) => void): () => void {
  const take = (event: Event, held: DataTransfer | null) => {
    const picture = Array.from(held?.files ?? []).find((file) => file.type.startsWith('image/'));
    if (picture === undefined) return;
    event.preventDefault(); // or the browser opens the picture in place of the page
    onPicture(picture);
  };
  const onPaste = (event: ClipboardEvent) => take(event, event.clipboardData);
  const onDrop = (event: DragEvent) => take(event, event.dataTransfer);
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
