/** Rows of migration 0085: payments of what was bought on account. */
export interface AccountTables {
  account_payment: {
    org_id: string;
    payment_id: string;
    account_key: string;
    who: string;
    amount_minor: number;
    method: string;
    note: string;
    undoes: string | null;
    user_id: string;
    made_ms: number;
  };
}
