/**
 * Who may import whom: the house's plan as a table. A room that is not named here may not exist. Packages are named by
 * room too, because a room's weight is what it imports.
 */
export type Room = {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  readonly typesOnlyFrom?: readonly string[];
};

const REACT = ['react', 'react-dom', '@lingui/core', '@lingui/react', '@base-ui/react', 'lucide-react'];
const SCREEN = [...REACT, 'wouter', 'zustand', '@tanstack/react-virtual', 'zod'];
const BELOW_FACES = ['ui', 'client', 'wire', 'core'];

/** Rooms of src, innermost first. */
export const MAY_IMPORT: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: [] },
  wire: { rooms: ['core'], packages: ['zod', 'cbor2', '@noble/hashes'] },
  client: {
    rooms: ['wire', 'core'],
    packages: [
      'dexie',
      'zustand',
      'zod',
      'uuid',
      '@noble/hashes',
      'hash-wasm',
      '@leeoniya/ufuzzy',
      '@zxing/browser',
      '@zxing/library',
      'zxing-wasm',
      'workbox-window',
    ],
  },
  sw: { rooms: ['wire', 'core'], packages: ['workbox-precaching'] },
  ui: { rooms: ['wire', 'core'], typesOnlyFrom: ['client'], packages: [...REACT, 'qr'] },
  till: { rooms: BELOW_FACES, packages: [...SCREEN, 'uuid'] },
  shop: { rooms: BELOW_FACES, packages: [...SCREEN, 'uuid'] },
  office: { rooms: BELOW_FACES, packages: [...SCREEN, 'uuid'] },
  display: { rooms: BELOW_FACES, packages: SCREEN },
  emulator: { rooms: ['wire', 'core'], packages: ['node:'] },
  server: {
    rooms: ['wire', 'core'],
    packages: [
      'node:',
      'fastify',
      'pino',
      'zod',
      'uuid',
      'hash-wasm',
      '@noble/hashes',
      'selfsigned',
      'papaparse',
      'read-excel-file',
      'pinyin-pro',
    ],
  },
};

/** Packages that speak to a database, and the one folder that may use them. */
export const SQL_PACKAGES: readonly string[] = ['kysely', 'libsql', 'pg'];
export const SQL_FOLDER = 'src/server/db/';

/**
 * Files directly in src: the page's first script and the page that offers the faces. Faces only lazily, by main.tsx.
 */
export const FRONT: Room = { rooms: ['ui', 'wire'], packages: [] };
export const FACES: readonly string[] = ['till', 'shop', 'office', 'display'];
export const FACE_LOADER = 'src/main.tsx';

/** Tests of a room see that room and what it sees; these see more, because joining parts is what they test. */
export const JOINING_TESTS: readonly string[] = [
  'e2e',
  'sync',
  'sim',
  'replay',
  'load',
  'torture',
  'day',
  'bench',
  'support',
  'tidy',
  'scripts',
];

/** A checker that shared code with what it checks would share its mistakes. */
export const OWN_FEET: readonly string[] = [
  'test/replay/checker.ts',
  ...['goods', 'deals', 'ledger', 'reckoner'].map((name) => `test/day/${name}.ts`),
];
