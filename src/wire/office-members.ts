/** Members as the office sees them, and what it asks of them. Full names are the office's alone. */
import * as z from 'zod/mini';
import { int, minor, nat, text, uuid } from './scalars.ts';

const card = text(40);
const tier = z.nullable(text(40));

const memberListed = z.object({
  memberId: uuid,
  cardNo: card,
  name: text(60),
  phoneTail: z.nullable(text(4)),
  tier,
  state: z.enum(['active', 'ended']),
  joinedMs: int,
  points: int,
  reservedPoints: nat,
  owedPoints: nat,
  principalMinor: minor,
  giftMinor: minor,
  reservedMinor: minor,
  owedMinor: minor,
});
/** The newest first, at most `MEMBERS_SHOWN`, of `total` there are. */
export const memberList = z.object({ rows: z.array(memberListed), total: nat });
export const MEMBERS_SHOWN = 200;

export const memberAdd = z.strictObject({ cardNo: card, name: text(60), phone: text(30), tier });
/** `phone`: absent leaves it, empty takes it away. */
export const memberChange = z.strictObject({
  name: z.optional(text(60)),
  phone: z.optional(text(30)),
  tier: z.optional(tier),
  state: z.optional(z.enum(['active', 'ended'])),
});

export const memberDetail = z.object({
  member: memberListed,
  moves: z.array(
    z.object({ account: z.enum(['points', 'principal', 'gift']), amount: int, what: text(20), atMs: int }),
  ),
  grants: z.array(
    z.object({
      grantId: uuid,
      tillCode: text(4),
      leftMinor: minor,
      leftPoints: int,
      leaseUntilMs: int,
      isOver: z.boolean(),
    }),
  ),
});
export const writeOff = z.strictObject({ grantId: uuid });

export type MemberListed = z.infer<typeof memberListed>;
export type MemberList = z.infer<typeof memberList>;
export type MemberDetail = z.infer<typeof memberDetail>;
