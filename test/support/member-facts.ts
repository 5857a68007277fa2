/** Bodies of facts about members, for the fixtures of entries. */
import { toMinor } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { uuidOf } from './builders.ts';

type Named<T> = readonly (readonly [what: string, body: T])[];
const granted = { grantId: uuidOf(51), memberId: uuidOf(50), principalMinor: toMinor(3000), giftMinor: toMinor(500) };

const points = { ...granted, principalMinor: toMinor(0), giftMinor: toMinor(0), points: 120 };

export const OF_MEMBERS: {
  'value.topped_up': Named<EntryBody<'value.topped_up'>>;
  'grant.given': Named<EntryBody<'grant.given'>>;
  'grant.returned': Named<EntryBody<'grant.returned'>>;
  'grant.written_off': Named<EntryBody<'grant.written_off'>>;
} = {
  'value.topped_up': [
    [
      'in cash, with a gift',
      {
        topUpId: uuidOf(52), shiftId: uuidOf(4), memberId: uuidOf(50), label: '王** •8888', method: 'cash',
        principalMinor: toMinor(20000), giftMinor: toMinor(2000),
      },
    ],
    [
      'by card',
      {
        topUpId: uuidOf(53), shiftId: uuidOf(4), memberId: uuidOf(50), label: '•8888', method: 'card_external',
        principalMinor: toMinor(10000), giftMinor: toMinor(0), code: 'A1B2C3',
      },
    ],
  ],
  'grant.given': [
    ['to a till', { ...granted, deviceId: uuidOf(1), leaseUntilMs: 1_795_386_400_000 }],
    ['points', { ...points, deviceId: uuidOf(1), leaseUntilMs: 1_795_386_400_000 }],
  ],
  'grant.returned': [['the rest', granted], ['points', points]],
  'grant.written_off': [['by the owner', { ...granted, userId: uuidOf(7), by: 'owner' }]],
}; // prettier-ignore
