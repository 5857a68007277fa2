/**
 * Makes the n-th IndexedDB request fail, in one of the ways browsers fail: the call throws, the transaction is aborted
 * right after the request, or the disk is full. One fault per planting, so a second try succeeds.
 */
import { IDBIndex as FDBIndex, IDBObjectStore as FDBObjectStore } from 'fake-indexeddb';

export type FaultKind = 'throws' | 'aborts' | 'quota';
type Method = (this: { transaction?: IDBTransaction; objectStore?: IDBObjectStore }, ...args: unknown[]) => unknown;

const STORE_METHODS = ['add', 'put', 'delete', 'get', 'getAll', 'openCursor'] as const;
const INDEX_METHODS = ['get', 'getAll', 'openCursor'] as const;

/** Nothing more can be written, anywhere, until the answer is called; deleting works. */
export function fillDisk(): () => void {
  const methods = FDBObjectStore.prototype as unknown as Record<'add' | 'put', Method>;
  const { add, put } = methods;
  methods.add = methods.put = () => {
    throw new DOMException('disk full', 'QuotaExceededError');
  };
  return () => {
    Object.assign(methods, { add, put });
  };
}

/**
 * Runs `body` with a fault at request `at` (1 is the first); tells how many requests there were and whether it struck.
 */
export async function withFault<T>(
  { at, kind }: { at: number; kind: FaultKind },
  body: () => Promise<T>,
): Promise<{ result: PromiseSettledResult<T>; struck: boolean; requests: number }> {
  let requests = 0;
  const undo: (() => void)[] = [];
  const plant = (prototype: object, name: string) => {
    const methods = prototype as Record<string, Method>;
    const real = methods[name]!;
    methods[name] = function (...args) {
      requests += 1;
      if (requests !== at) return real.apply(this, args);
      if (kind === 'throws') throw new DOMException('connection to Indexed Database server lost', 'UnknownError');
      if (kind === 'quota') throw new DOMException('disk full', 'QuotaExceededError');
      const request = real.apply(this, args);
      (this.transaction ?? this.objectStore!.transaction).abort();
      return request;
    };
    undo.push(() => {
      methods[name] = real;
    });
  };
  for (const name of STORE_METHODS) plant(FDBObjectStore.prototype, name);
  for (const name of INDEX_METHODS) plant(FDBIndex.prototype, name);
  try {
    const [result] = await Promise.allSettled([body()]);
    return { result, struck: requests >= at, requests };
  } finally {
    for (const put of undo) put();
  }
}
