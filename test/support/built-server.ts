/**
 * The built server in a process of its own, as `npm start` runs it, on a free port and a data folder of its own. What
 * it prints is kept: addresses, demo PINs and codes are read from there, as a person would.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = process.cwd(); // npm runs tests and tools at the project's root, wherever those are bundled

/** The build under test: HALFLOOP_DIST names another than the one `npm start` runs. */
export const DIST = resolve(ROOT, process.env['HALFLOOP_DIST'] ?? 'dist');

export type BuiltServer = {
  readonly origin: string; // http://127.0.0.1:41234
  readonly port: number;
  readonly dataDir: string;
  /** All it has printed so far. */
  printed(): string;
  /** Asks it to end, as Ctrl-C does. Resolves to its exit code. The data folder stays. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Removes the data folder. After `stop` or `kill`. */
  forget(): void;
};

export type BuiltServerOptions = {
  readonly dataDir?: string;
  readonly port?: number; // to come back where a page expects it
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const READY_LIMIT_MS = 60_000;
const ORIGIN = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):(\d+)/;

/** Resolves once the child has printed its address. */
function whenReady(child: ChildProcess, printed: () => string): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      reject(new Error(`the built server ${why}. It printed:\n${printed()}`));
    };
    const limit = setTimeout(fail, READY_LIMIT_MS, 'was not ready in time');
    const look = () => {
      const found = ORIGIN.exec(printed());
      if (found === null) return;
      clearTimeout(limit);
      resolve(found);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(limit);
      fail(`ended with ${String(code)}`);
    });
  });
}

function ender(child: ChildProcess, signal: NodeJS.Signals): () => Promise<number | null> {
  return () => {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
    return new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  };
}

/** Starts it. Rate limits are off unless `env` says otherwise: a test does in seconds what a shop does in hours. */
export async function startBuiltServer(options: BuiltServerOptions = {}): Promise<BuiltServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'halfloop-data-'));
  const port = String(options.port ?? 0);
  const env = { ...process.env, HALFLOOP_RATES: 'off', ...options.env, HALFLOOP_DATA: dataDir, PORT: port };
  const args = [join(DIST, 'server', 'main.js'), ...(options.flags ?? [])];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const keep = (chunk: Buffer) => (text += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [origin, foundPort = ''] = await whenReady(child, () => text);
  const kill = ender(child, 'SIGKILL');
  return {
    origin,
    port: Number(foundPort),
    dataDir,
    printed: () => text,
    stop: ender(child, 'SIGINT'),
    kill: async () => {
      await kill();
    },
    forget: () => {
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
