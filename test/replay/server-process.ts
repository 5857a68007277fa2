/**
 * The built server in a process of its own, on a data folder of its own: a shop is made by command, products by import,
 * enrolment codes by command, just as a shopkeeper would.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

type Variables = Readonly<Record<string, string>>;

/** `env`: what the shopkeeper's shell would have besides, such as the address of a database. */
export type Shop = {
  readonly dataDir: string;
  readonly dist: string;
  readonly pin: string;
  readonly office: { readonly login: string; readonly password: string };
  readonly env?: Variables;
};
export type RunningServer = {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
};

const environment = (dataDir: string, env: Variables = {}, port = 0): NodeJS.ProcessEnv => {
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, HALFLOOP_ORG: _org, ...rest } = process.env;
  return { ...rest, HALFLOOP_RATES: 'off', ...env, HALFLOOP_DATA: dataDir, HOST: '127.0.0.1', PORT: String(port) };
};

/** Runs a command of the server to its end; answers what it printed. Throws with its words when it fails. */
export async function runCommand(
  dist: string,
  dataDir: string,
  name: string,
  args: readonly string[],
  env: Variables = {},
): Promise<string> {
  const file = join(dist, 'server', 'commands', `${name}.js`);
  const child = spawn(process.execPath, [file, ...args], {
    env: environment(dataDir, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, words] = [gather(child.stdout), gather(child.stderr)];
  const code = await ended(child);
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${words()}${out()}`);
  return out();
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => (text += chunk));
  return () => text;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));

/** An empty shop in pounds. */
export async function newShop(dist: string, dataDir: string, env: Variables = {}): Promise<Shop> {
  const args = ['--name', 'Replay', '--currency', 'GBP', '--lang', 'en', '--tz', 'UTC'];
  const printed = await runCommand(dist, dataDir, 'new-shop', args, env);
  const pin = /PIN: (\d+)/.exec(printed)?.[1];
  const [, login, password] = /office: (\S+) \/ (\S+)/.exec(printed) ?? [];
  if (pin === undefined || login === undefined || password === undefined) throw new Error(`no PIN in: ${printed}`);
  return { dataDir, dist, pin, office: { login, password }, env };
}

/** Starts the server and waits until it says where it listens. `port`: to come back where tills expect it. */
export async function startServer(
  { dataDir, dist, env }: Pick<Shop, 'dataDir' | 'dist' | 'env'>,
  port = 0,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [join(dist, 'server', 'main.js')], {
    env: environment(dataDir, env, port),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = gather(child.stdout);
  const gone = ended(child);
  const foundPort = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(printed());
      if (found !== null) resolve(Number(found[1]));
    });
    void gone.then((code) => {
      reject(new Error(`the server ended with ${String(code)}: ${printed()}`));
    });
  });
  const endBy = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return { port: foundPort, pid: child.pid ?? 0, stop: endBy('SIGTERM'), kill: endBy('SIGKILL') };
}
