/** What is wrong with a picture file somebody chose: told to the person, who can do something about it. */
export type PictureFault = 'no_picture' | 'too_large';

export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
  readonly fault: PictureFault;
  constructor(fault: PictureFault) {
    super(`a picture file: ${fault}`);
    this.fault = fault;
  }
}
