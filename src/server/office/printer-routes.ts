/** The printers tills may print on through the server: listed by the owner, in the shop's own network only. */
import * as z from 'zod/mini';
import { err, ok } from '../../core/result.ts';
import { networkPrinter, type OfficePrinters } from '../../wire/printing.ts';
import { storeById } from '../db/office-shop.ts';
import { printers, removePrinter, savePrinter } from '../db/printers.ts';
import type { ServerDeps } from '../deps.ts';
import { isPrinterAddress } from '../print/shop-address.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

export function printerRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId, clock } = deps;
  const listed = () => door.read(orgId, async (tx) => ok<OfficePrinters>({ printers: await printers(tx) }));

  routes.get('/printers', listed);

  routes.write('POST', '/printers', 'own', networkPrinter, async ({ body }) => {
    if (!isPrinterAddress(body.host, body.port)) return err({ code: 'printer_not_allowed' });
    const saved = await door.write(orgId, async (tx) => {
      if ((await storeById(tx, body.storeId)) === undefined) return false;
      await savePrinter(tx, body, clock());
      return true;
    });
    return saved ? listed() : notFound;
  });

  routes.write('POST', '/printers/:printerId/removal', 'own', z.strictObject({}), async ({ params }) => {
    const gone = await door.write(orgId, (tx) => removePrinter(tx, params['printerId'] ?? ''));
    return gone ? listed() : notFound;
  });
}
