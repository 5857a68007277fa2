/**
 * A catalogue of n rows through the office, as a shop would: upload, check, run, against the built server in a process
 * of its own; and how long that server ever let somebody else wait meanwhile, against the same question asked while it
 * was idle.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkDigit } from '../../src/core/gtin.ts';
import { importJob, type ImportJob } from '../../src/wire/catalogue-file.ts';

type ImportSpeed = {
  readonly rows: number;
  readonly bytes: number;
  readonly checkSeconds: number;
  readonly runSeconds: number;
  readonly cpuSeconds: number; // of the server's process, both together: steadier on a busy machine
  readonly longestWaitMs: number; // of an answer while importing
  readonly idleWaitMs: number; // the same, before
};

const WORDS = [
  '农夫',
  '山泉',
  '饮用',
  '天然',
  '红烧',
  '牛肉',
  '方便',
  '原味',
  '薯片',
  '纯牛',
  '酸奶',
  '抽纸',
  '洗衣',
  '香辣',
  '绿茶',
  '橙汁',
  '面包',
  '坚果',
];
const TICKS_PER_SECOND = 100; // of /proc/<pid>/stat on Linux

/** A file of n products in Chinese and English with barcodes, codes, taxes, categories and stock, so much dearer. */
export function catalogueCsv(rows: number, dearer = 0): string {
  const lines = ['条码,货号,品名,英文名,售价,税率,单位,分类,品牌,规格,库存'];
  for (let i = 0; i < rows; i += 1) {
    const body = `69${String(1_000_000_000 + i * 7)}`;
    const name = [i, i * 7, i * 13].map((n) => WORDS[n % WORDS.length] ?? '').join('');
    const price = `${String(1 + dearer + (i % 500))}.${String(i % 10)}0`;
    const more = `瓶,分类${String(i % 40)},品牌${String(i % 300)},${String(i % 1000)}ml,${String(i % 200)}`;
    lines.push(
      `${body}${checkDigit(body)},C${String(i).padStart(6, '0')},${name}${String(i)},Product ${String(i)},${price},` +
        `13%,${more}`,
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** `serverFile`: the built main.js. Starts it on an empty folder, so the demo shop is there too. */
export async function importSpeed(serverFile: string, rows: number): Promise<ImportSpeed> {
  const dataDir = mkdtempSync(join(tmpdir(), 'halfloop-bench-'));
  const server = spawn(process.execPath, [serverFile], { env: { ...process.env, HALFLOOP_DATA: dataDir, PORT: '0' } });
  try {
    const origin = await originOf(server);
    const [, login = '', password = ''] =
      /office\s+(\S+) \/ (\S+)/.exec(readFileSync(join(dataDir, 'demo-access.txt'), 'utf8')) ?? [];
    return await measure(await signIn(origin, { login, password }), server.pid ?? 0, rows);
  } finally {
    server.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function originOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (said.includes('Ctrl-C') && origin !== undefined) resolve(origin);
    });
    server.once('exit', (code) => {
      reject(new Error(`the server ended with ${String(code)}`));
    });
  });
}

export type Call = (method: 'GET' | 'POST', path: string, body?: Buffer | object) => Promise<unknown>;

/** Calls of somebody signed in at the office. */
export async function signIn(origin: string, who: { login: string; password: string }): Promise<Call> {
  const ours = { origin, 'sec-fetch-site': 'same-origin' };
  const json = { 'content-type': 'application/json' };
  const login = await fetch(`${origin}/office/api/login`, {
    method: 'POST',
    headers: { ...ours, ...json },
    body: JSON.stringify(who),
  });
  if (!login.ok) throw new Error(`sign-in: ${String(login.status)}`);
  const cookie = login.headers
    .getSetCookie()
    .map((each) => each.split(';')[0] ?? '')
    .join('; ');
  return async (method, path, body) => {
    const bytes = Buffer.isBuffer(body);
    const type = body === undefined ? {} : bytes ? { 'content-type': 'application/octet-stream' } : json;
    const sent = body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) };
    const answer = await fetch(origin + path, { method, headers: { ...ours, cookie, ...type }, ...sent });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 404) throw new Error(`${path}: ${String(answer.status)} ${text}`);
    return JSON.parse(text) as unknown;
  };
}

type Imported = { readonly job: ImportJob; readonly checkSeconds: number; readonly runSeconds: number };

/** Uploads a file, has it checked, and runs it to its end. */
export async function importFile(call: Call, file: Buffer): Promise<Imported> {
  let job = importJob.parse(await call('POST', '/office/api/imports?name=bench.csv', file));
  const until = async (state: ImportJob['state']): Promise<number> => {
    const startMs = performance.now();
    while (job.state !== state) {
      if (job.state === 'failed') throw new Error(`the import failed: ${JSON.stringify(job.failure)}`);
      await wait(100);
      job = importJob.parse(await call('GET', `/office/api/imports/${job.jobId}`));
    }
    return (performance.now() - startMs) / 1000;
  };
  const checkSeconds = await until('ready');
  job = importJob.parse(await call('POST', `/office/api/imports/${job.jobId}/run`, {}));
  const runSeconds = await until('done');
  return { job, checkSeconds, runSeconds };
}

async function measure(call: Call, pid: number, rows: number): Promise<ImportSpeed> {
  const file = Buffer.from(catalogueCsv(rows));
  const idleWaitMs = await longestWait(call, wait(3000));
  const cpuBefore = cpuSecondsOf(pid);
  const importing = importFile(call, file);
  const longestWaitMs = await longestWait(call, importing);
  const { job, checkSeconds, runSeconds } = await importing;
  if (job.counts?.added !== rows) throw new Error(`not all rows got in: ${JSON.stringify(job.counts)}`);
  const cpuSeconds = cpuSecondsOf(pid) - cpuBefore;
  return { rows, bytes: file.length, checkSeconds, runSeconds, cpuSeconds, longestWaitMs, idleWaitMs };
}

/** Asks for something small again and again until `work` ends; the longest an answer took. */
async function longestWait(call: Call, work: Promise<unknown>): Promise<number> {
  let longest = 0;
  const until = { ended: false };
  const asking = (async () => {
    while (!until.ended) {
      const startMs = performance.now();
      await call('GET', '/media/0');
      longest = Math.max(longest, performance.now() - startMs);
      await wait(10);
    }
  })();
  try {
    await work;
  } finally {
    until.ended = true;
    await asking;
  }
  return longest;
}

/** User and system time of a process and its threads; 0 where there is no /proc. */
function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 0;
    throw cause;
  }
}
