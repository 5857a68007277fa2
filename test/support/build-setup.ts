/** Browser tests run against the real build: made once before them, and only when a source has changed. */
import { build } from '../../scripts/prepare.mjs';

export default function setup(): void {
  build();
}
