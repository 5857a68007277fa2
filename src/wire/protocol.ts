/**
 * The versions of what crosses the wire. A change of any schema in this folder without a new line here is red
 * (test/wire/protocol.test.ts hashes the JSON schemas).
 */

/** Shape of messages: hello, push, pull. */
export const PROTO = 1;

/** Shape of rows that come down in streams. */
export const SCHEMA = 11;

/** What each version brought, newest last. */
export const HISTORY = [
  { proto: 1, schema: 1, what: 'first: enrol, hello, push, pull, snapshot, poke' },
  { proto: 1, schema: 2, what: 'entry.settled: a person decides of an entry that was kept aside' },
  { proto: 1, schema: 3, what: 'hello names the history of each head; a first entry names a lost journal' },
  { proto: 1, schema: 4, what: 'promotions and taxes as rows; a sale tells what applied; hello names lives left' },
  {
    proto: 1,
    schema: 5,
    what: 'a day of money: cash moves, handovers, ways of paying; voids, copies, proof by receipt',
  },
  {
    proto: 1,
    schema: 6,
    what: 'carts put aside and shared; counts of goods, transfers between stores; labels of scales; options',
  },
  { proto: 1, schema: 7, what: 'age, lot and serial asked at the till; bundles; exchanges; a till taken back in' },
  {
    proto: 1,
    schema: 8,
    what: 'members with points and stored value; grants spent at a till; what a journal has forgotten',
  },
  {
    proto: 1,
    schema: 9,
    what: 'points pay, lent to a till as stored value is; a hello says what of a life left is kept; offers on phones',
  },
  { proto: 1, schema: 10, what: 'answers to hello and push name the life they speak of' },
  {
    proto: 1,
    schema: 11,
    what: 'open prices; locks; how taxes round; where pages go on; who agreed to a copy; offers in order',
  },
] as const;

/** Limits of a push; the server's are told in HelloOk, these are what we ship with. */
export const BATCH_ENTRIES = 200;
export const BATCH_BYTES = 524_288;
