/**
 * The office's one-time codes, and what a server answers to a till that brings one (src/server/auth/enrol.ts, without
 * its tables): a code lets in one device, and the same request again gets the same answer.
 */
import { kidOf } from '../../src/wire/proof.ts';
import type { RefusalCode } from '../../src/wire/refusal.ts';
import type { EnrolOk, EnrolRequest } from '../../src/wire/sync.ts';

type Shop = Pick<EnrolOk, 'orgId' | 'storeId' | 'serverKey' | 'serverEpoch' | 'serverMs'>;
type Used = { readonly deviceId: string; readonly incarnation: string; readonly tillNo: number };

export class EnrolCodes {
  readonly #used = new Map<string, Used | null>();
  #tillNo: number;

  /** `tills` there are already. */
  constructor(tills: number) {
    this.#tillNo = tills;
  }

  make(): string {
    const code = `code-${String(this.#used.size + 1)}`;
    this.#used.set(code, null);
    return code;
  }

  /** `isNew`: the device is to be known from now on. */
  admit(
    { code, deviceId, incarnation, key }: EnrolRequest,
    shop: Shop,
  ): { readonly answer: EnrolOk; readonly isNew: boolean } | { readonly refused: RefusalCode } {
    const before = this.#used.get(code);
    if (before === undefined) return { refused: 'enrol_code_unknown' };
    const isThis = before?.deviceId === deviceId && before.incarnation === incarnation;
    if (before !== null && !isThis) return { refused: 'enrol_code_used' };
    const tillNo = before?.tillNo ?? (this.#tillNo += 1);
    this.#used.set(code, { deviceId, incarnation, tillNo });
    const place = { orgNo: 1, storeNo: 1, tillNo, tillCode: `T${String(tillNo)}`, incarnationNo: 1, kid: kidOf(key) };
    return { answer: { state: 'open', ...place, ...shop }, isNew: before === null };
  }
}
