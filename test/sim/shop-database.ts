/**
 * The shop's database as the world uses it, whatever stands behind it: rows in memory (shop-door.ts), or PostgreSQL
 * (pg-shop.ts).
 */
import type { JournalDoor, OpenEffect } from '../../src/server/journal/port.ts';
import type { Stream } from '../../src/wire/sync.ts';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import type { Data, KeptSnapshot } from './shop-tables.ts';

/** How the engine behaves in this life. */
export type EngineFaults = {
  readonly many: boolean; // writers side by side, as PostgreSQL; else one after the other, as SQLite
  readonly busy: number; // share of transactions that find the engine busy
  readonly commitUnknown: number;
  readonly diskFull: number;
  readonly crash: number; // share of statements at which the process dies
};

/** What a server process brings along. */
export type ProcessMeans = {
  readonly clockwork: Clockwork;
  readonly dice: Dice;
  readonly clock: () => number;
  readonly faults: () => EngineFaults;
  /** The process; its death ends every transaction. */
  readonly process: { alive: boolean };
  readonly onCrash: () => void;
  readonly projectionFails: (entryId: string) => boolean;
};

/** A new shop: who it is and which tills it knows. */
export type Founding = {
  readonly orgId: string;
  readonly storeId: string;
  readonly serverEpoch: string;
  readonly tills: readonly {
    readonly deviceId: string;
    readonly incarnation: string;
    readonly keyJwk: string;
    readonly tillNo: number;
  }[];
};

export type KeptEntry = OpenEffect & { readonly receivedMs: number };

/** One server process and the database. */
export interface ShopLink {
  readonly door: JournalDoor;
  /** Everything the process does, it does inside; what a process that died was about never ends. */
  doing<T>(work: () => Promise<T>): Promise<T>;
  /** Entries whose effect is not applied, oldest first. */
  kept(): Promise<readonly KeptEntry[]>;
  newestSnapshot(stream: Stream): Promise<KeptSnapshot | undefined>;
  keepSnapshot(stream: Stream, kept: KeptSnapshot): Promise<void>;
  die(): void;
}

type Listener = (heads: Readonly<Record<string, number>>) => void;

export interface ShopDatabase {
  /** What is committed, for the checks. */
  readonly data: Data;
  /** Hear of streams that moved, whichever process moved them. */
  readonly listeners: Set<Listener>;
  /** What commits in whose name: the checks look on. */
  onCommit: () => void;
  found(shop: Founding): void;
  /** One more till, known from now on. */
  enrol(till: Founding['tills'][number]): Promise<void>;
  connect(means: ProcessMeans): ShopLink;
  /** A copy of all there is now; called, it is what there is again, under another epoch when one is named. */
  backup(): (serverEpoch: string | null) => void;
  /** To be awaited before time goes on; null: nothing here takes real time. */
  readonly rest: (() => Promise<void>) | null;
  close(): Promise<void>;
}

/** Makes the database of one life. */
export type OpenShop = (world: { readonly clockwork: Clockwork; readonly dice: Dice }) => ShopDatabase;
