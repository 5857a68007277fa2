/** Rows of migration 0010: who signs in to the back office. */
export interface OfficeUserTables {
  office_user: {
    org_id: string;
    user_id: string;
    login: string;
    names: string;
    role: string;
    password_hash: string;
    active: number;
    made_ms: number;
    changed_ms: number;
  };
}
