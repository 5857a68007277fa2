/**
 * Browser tests run against the real build: made once before them, and only when a source has changed. One that was
 * named, was made.
 */
import { build } from '../../scripts/prepare.mjs';

export default function setup(): void {
  if (process.env['HALFLOOP_DIST'] === undefined) build();
}
