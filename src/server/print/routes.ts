/**
 * Printing on a network printer for a till: the till names a printer of its own store, the office has said where that
 * one is. One paper at a time goes to each printer.
 */
import { connect } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import { MOST_PRINT_BYTES, PRINT_PATH, printAsked, PRINTERS_PATH, type TillPrinters } from '../../wire/printing.ts';
import { fromBase64url } from '../../wire/proof.ts';
import { deviceOf, deviceProof } from '../auth/device-proof.ts';
import { printerById, printersOf } from '../db/printers.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import { parsed } from '../shop/parsed.ts';
import { sendToPrinter, type Dial } from './send.ts';
import { isPrinterAddress } from './shop-address.ts';

const dialByDefault: Dial = (to) => connect(to);

export const printRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const { door, orgId, dial = dialByDefault } = deps;
    const turns = new Map<string, Promise<unknown>>();
    const guard = { preHandler: deviceProof(deps) };

    app.get(PRINTERS_PATH, guard, async (request): Promise<TillPrinters> => {
      const { storeId } = deviceOf(request);
      const rows = await door.read(orgId, (tx) => printersOf(tx, storeId));
      return { printers: rows.map(({ printerId, name }) => ({ printerId, name })) };
    });

    app.post(PRINT_PATH, guard, async (request): Promise<{ sent: true }> => {
      const { storeId } = deviceOf(request);
      const { printerId, data } = parsed(printAsked, request.body);
      const bytes = fromBase64url(data);
      if (bytes.length > MOST_PRINT_BYTES) throw new HttpRefusal(400, 'bad_request');
      const printer = await door.read(orgId, (tx) => printerById(tx, printerId));
      if (printer?.storeId !== storeId) throw new HttpRefusal(404, 'not_found');
      // Asked again here: a row may have come into the table by another way than the office.
      if (!isPrinterAddress(printer.host, printer.port)) throw new HttpRefusal(403, 'printer_not_allowed');
      const before = turns.get(printerId) ?? Promise.resolve();
      const turn = before.then(() => sendToPrinter(dial, printer, bytes));
      turns.set(printerId, turn);
      const sent = await turn;
      if (turns.get(printerId) === turn) turns.delete(printerId);
      if (sent === 'sent') return { sent: true };
      throw new HttpRefusal(502, sent === 'away' ? 'try_later' : 'outcome_unknown');
    });
  };
