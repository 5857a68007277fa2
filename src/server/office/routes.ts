/** Everything under `/office/api` but imports: one plugin. */
import type { FastifyPluginAsync } from 'fastify';
import type { ServerDeps } from '../deps.ts';
import { accountRoutes } from './account-routes.ts';
import { officeRoutes } from './answer.ts';
import { dayRoutes } from './day-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { exceptionRoutes } from './exception-routes.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { journalRoutes } from './journal-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { labelRoutes } from './label-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { promotionRoutes } from './promotion-routes.ts';
import { productRoutes } from './product-routes.ts';
import { rescueRoutes } from './rescue-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { requireOffice } from './sessions.ts';
import { printerRoutes } from './printer-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { stockRoutes } from './stock-routes.ts';
import { staffRoutes } from './staff-routes.ts';
import { taxRoutes } from './tax-routes.ts';
import { todayRoutes } from './today-routes.ts';

/** The office's part of the server. */
export const officeApi =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    sessionRoutes(app, deps);
    liveRoutes(app, deps);
    const routes = officeRoutes(app, requireOffice(deps));
    for (const part of [
      todayRoutes,
      productRoutes,
      labelRoutes,
      deviceRoutes,
      journalRoutes,
      inboxRoutes,
      rescueRoutes,
      staffRoutes,
      settingsRoutes,
      printerRoutes,
      promotionRoutes,
      taxRoutes,
      dayRoutes,
      stockRoutes,
      exceptionRoutes,
      accountRoutes,
      memberRoutes,
    ]) {
      part(routes, deps);
    }
  };
