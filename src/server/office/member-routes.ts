/**
 * Members in the office: list, add, change, look at one; write off stored value that a till does not bring back.
 * A telephone's digits are hashed here and kept nowhere.
 */
import { cardText, phoneText } from '../../core/loyalty.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { memberAdd, memberChange, type MemberDetail, type MemberList, writeOff } from '../../wire/office-members.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Tx } from '../db/door.ts';
import {
  cardHash,
  isCardTaken,
  listMembers,
  memberDetail,
  memberKey,
  memberRow,
  phoneKept,
  saveMember,
} from '../db/members.ts';
import type { ServerDeps } from '../deps.ts';
import { writeOffGrant } from '../members/grants.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

const LEAST_CARD = 4;

export function memberRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId, clock, randomBytes } = deps;
  const detail = async (tx: Tx, memberId: string): Promise<Result<MemberDetail, Refusal>> => {
    const found = await memberDetail(tx, memberId, clock());
    return found === null ? notFound : ok(found);
  };

  routes.get('/members', ({ query }) =>
    door.read(orgId, async (tx) => ok<MemberList>(await listMembers(tx, query['q'] ?? ''))),
  );
  routes.get('/members/:memberId', ({ params }) => door.read(orgId, (tx) => detail(tx, params['memberId'] ?? '')));

  routes.write('POST', '/members', 'change', memberAdd, async ({ body }) => {
    const { name, phone, tier } = body;
    const cardNo = body.cardNo.trim();
    if (cardText(cardNo).length < LEAST_CARD) return err({ code: 'bad_request', facts: { where: 'cardNo' } });
    if (phone.trim() !== '' && phoneText(phone) === '') return err({ code: 'bad_request', facts: { where: 'phone' } });
    const memberId = deps.ids();
    return door.write(orgId, async (tx) => {
      const key = await memberKey(tx, randomBytes);
      const hash = cardHash(key, cardNo);
      if (await isCardTaken(tx, hash)) return err({ code: 'card_taken' });
      await saveMember(tx, {
        member_id: memberId,
        card_no: cardNo,
        card_hash: hash,
        name: name.trim(),
        ...phoneKept(key, phone),
        tier: tidyTier(tier),
        state: 'active',
        joined_ms: clock(),
      });
      return detail(tx, memberId);
    });
  });

  routes.write('PATCH', '/members/:memberId', 'change', memberChange, ({ body, params }) =>
    door.write(orgId, async (tx) => {
      const was = await memberRow(tx, params['memberId'] ?? '');
      if (was === null) return notFound;
      const { name, phone, tier, state } = body;
      if (phone !== undefined && phone.trim() !== '' && phoneText(phone) === '')
        return err({ code: 'bad_request', facts: { where: 'phone' } });
      await saveMember(tx, {
        ...was,
        ...(name === undefined ? {} : { name: name.trim() }),
        ...(phone === undefined ? {} : phoneKept(await memberKey(tx, randomBytes), phone)),
        ...(tier === undefined ? {} : { tier: tidyTier(tier) }),
        ...(state === undefined ? {} : { state }),
      });
      return detail(tx, was.member_id);
    }),
  );

  routes.write('POST', '/members/:memberId/write-off', 'own', writeOff, ({ body, params, user }) =>
    door.write(orgId, async (tx) => {
      const memberId = params['memberId'] ?? '';
      const done = await writeOffGrant(tx, deps, { grantId: body.grantId, memberId, user });
      return done.ok ? detail(tx, memberId) : done;
    }),
  );
}

const tidyTier = (tier: string | null): string | null => {
  const plain = (tier ?? '').trim();
  return plain === '' ? null : plain;
};
