/** Rescue files: an owner carries in what a till could not send (journal/take-rescue.ts). */
import { RESCUE_SECTION_CHARS, rescueSectionRequest } from '../../wire/office-rescue.ts';
import type { ServerDeps } from '../deps.ts';
import { acceptMeans } from '../journal/accept-means.ts';
import { promiser } from '../journal/durability.ts';
import { takeRescue } from '../journal/take-rescue.ts';
import type { OfficeRoutes } from './answer.ts';

/** Of UTF-8 inside JSON: a character is three bytes at most, and the quotes of an entry are escaped. */
const BODY_BYTES = RESCUE_SECTION_CHARS * 4;

export function rescueRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const means = acceptMeans(deps, promiser(deps.door, deps.clock));
  routes.write(
    'POST',
    '/rescue',
    'own',
    rescueSectionRequest,
    ({ body }) => takeRescue(means, body.section),
    BODY_BYTES,
  );
}
