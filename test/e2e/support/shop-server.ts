/**
 * A demo shop of its own for one story: the built server, what it printed for a person to get in, and the ways it goes
 * away and comes back at the same address.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { shopCatalogue, SHOPPER_HEADER, type ShopCatalogue, type ShopProduct } from '../../../src/wire/shop.ts';
import { runCommand } from '../../replay/server-process.ts';
import { DIST, startBuiltServer, type BuiltServer, type BuiltServerOptions } from '../../support/built-server.ts';
import { openReplyDropper, type ReplyDropper } from './reply-dropper.ts';

export type Person = { readonly name: string; readonly role: string; readonly pin: string };

export type ShopServer = {
  readonly origin: string; // stays the same over restarts
  readonly office: { readonly login: string; readonly password: string };
  readonly people: readonly Person[];
  /** The code for a till, as printed by the last start. Printed after the address: it may come a moment later. */
  enrolCode(): Promise<string>;
  /** Products by command, from a file of these lines. */
  importGoods(csv: string): Promise<void>;
  /** A code for one till more, made by command. */
  anotherCode(): Promise<string>;
  /** All it has printed since the last start. */
  printed(): string;
  /** Ends it as a power cut does. The address answers nobody until it is back. */
  kill(): Promise<void>;
  comeBack(): Promise<void>;
  /** Comes back behind a network that hands the first push over and loses its answer. */
  comeBackLosingAReply(): Promise<ReplyDropper>;
  /** What the shop shows to any phone. */
  goods(): Promise<ShopCatalogue>;
  end(): Promise<void>;
};

function peopleIn(access: string): readonly Person[] {
  const lines = access.matchAll(/PIN (\d+) +(.+?) · (?:\S+ )?(\w+) · /g);
  return [...lines].map(([, pin = '', name = '', role = '']) => ({ pin, name, role }));
}

/** Somebody who may sell and little else. */
export function cashierOf({ people }: ShopServer): Person {
  const cashier = people.find(({ role }) => role === 'cashier');
  if (cashier === undefined) throw new Error('nobody in the demo shop is a cashier');
  return cashier;
}

function officeIn(access: string): { readonly login: string; readonly password: string } {
  const [, login = '', password = ''] = /office +(\S+) \/ (\S+)/.exec(access) ?? [];
  return { login, password };
}

/** Starts a shop on an empty data folder. */
export async function openShop(options: BuiltServerOptions = {}): Promise<ShopServer> {
  let server: BuiltServer = await startBuiltServer(options);
  let dropper: ReplyDropper | null = null;
  const { origin, port, dataDir } = server;
  const access = readFileSync(join(dataDir, 'demo-access.txt'), 'utf8');
  return {
    origin,
    office: officeIn(access),
    people: peopleIn(access),
    enrolCode: async () => {
      const code = () => /enrolment code: (\S+)/.exec(server.printed())?.[1] ?? '';
      await expect.poll(code).not.toBe('');
      return code();
    },
    importGoods: async (csv) => {
      const file = join(dataDir, 'more-goods.csv');
      writeFileSync(file, csv);
      await runCommand(DIST, dataDir, 'import', [file]);
    },
    anotherCode: async () => (await runCommand(DIST, dataDir, 'enrol', [])).trim(),
    printed: () => server.printed(),
    kill: () => server.kill(),
    comeBack: async () => {
      server = await startBuiltServer({ ...options, dataDir, port });
    },
    comeBackLosingAReply: async () => {
      server = await startBuiltServer({ ...options, dataDir });
      dropper = await openReplyDropper({ from: port, to: server.port, path: '/sync/push' });
      return dropper;
    },
    goods: async () => {
      const headers = { [SHOPPER_HEADER]: 's'.repeat(43) };
      return shopCatalogue.parse(await (await fetch(`${origin}/shop/api/stores/1/catalogue`, { headers })).json());
    },
    end: async () => {
      await dropper?.close();
      await server.kill();
      server.forget();
    },
  };
}

export type StockedProduct = ShopProduct & { readonly gtin: string };

/** Products a phone can scan: with a barcode, counted by the piece, and nobody is asked about. */
export function scannable(goods: ShopCatalogue): readonly StockedProduct[] {
  return goods.rows.flatMap((row) => {
    const [gtin] = row.gtins;
    return gtin === undefined || row.unit !== 'pcs' || row.picture === null || row.minAge !== undefined
      ? []
      : [{ ...row, gtin }];
  });
}
