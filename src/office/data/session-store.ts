/**
 * Whether somebody is signed in, and with what every screen needs to know of the shop. The cookie is the browser's;
 * this only knows what the server said last.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import * as z from 'zod/mini';
import type { Result } from '../../core/result.ts';
import { officeSession, type OfficeSession } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { OfficeApi } from './api.ts';

type SessionState = {
  readonly phase: 'asking' | 'out' | 'in' | 'unreachable';
  readonly session: OfficeSession | null;
  readonly ended: boolean; // it ended by itself; `session` is then who was here, for what they had typed
};

export type SessionStore = {
  readonly state: StoreApi<SessionState>;
  readonly ask: () => Promise<void>;
  readonly signIn: (login: string, password: string) => Promise<Result<OfficeSession, Refusal>>;
  readonly signOut: () => Promise<void>;
  /** Every call's ear for "nobody is signed in". */
  readonly heardSignedOut: () => void;
};

/** Makes the store over the calls that `api()` gives (they in turn report a session that ended here). */
export function createSessionStore(api: () => OfficeApi): SessionStore {
  const state = createStore<SessionState>(() => ({ phase: 'asking', session: null, ended: false }));
  const settle = (answer: Result<OfficeSession, Refusal>): void => {
    if (answer.ok) state.setState({ phase: 'in', session: answer.value, ended: false });
    else if (answer.error.code === 'server_unreachable') state.setState({ phase: 'unreachable' });
    else state.setState({ phase: 'out', session: null, ended: false });
  };
  return {
    state,
    ask: async () => {
      settle(await api().call('GET', '/session', { schema: officeSession }));
    },
    signIn: async (login, password) => {
      const answer = await api().call('POST', '/login', { schema: officeSession, body: { login, password } });
      if (answer.ok) settle(answer);
      return answer;
    },
    signOut: async () => {
      await api().call('POST', '/logout', { schema: z.looseObject({}), body: {} });
      state.setState({ phase: 'out', session: null, ended: false });
    },
    heardSignedOut: () => {
      const was = state.getState();
      if (was.phase === 'in') state.setState({ phase: 'out', ended: true });
    },
  };
}
