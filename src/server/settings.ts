/** What the person who starts the server has said: environment and flags, read once. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { LIMITS, WITHOUT_RATES, type Limits } from './http/limits.ts';

export type Settings = {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number; // 0: any free one
  readonly https: boolean;
  readonly databaseUrl: string | null;
  readonly ownerUrl: string | null;
  readonly orgId: string | null; // null: kept in the data folder
  readonly limits: Limits;
  readonly logLevel: string;
  readonly metricsToken: string | null; // null: figures for this machine only
  readonly proxies: readonly string[]; // besides those on this machine, whose word is taken for who asks and how
};

const DEFAULT_PORT = 8787;
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads `HALFLOOP_DATA`, `HOST`, `PORT`, `DATABASE_URL`, `DATABASE_OWNER_URL`, `HALFLOOP_ORG`, `HALFLOOP_RATES=off`,
 * `HALFLOOP_LOG`, `HALFLOOP_METRICS_TOKEN`, `HALFLOOP_PROXY` and `--https`. Refuses in words, for the person at the
 * terminal.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
  workDir: string,
): Result<Settings, string> {
  const unknown = flags.filter((flag) => flag !== '--https');
  if (unknown.length > 0) return err(`不认识的参数 / unknown argument: ${unknown.join(' ')}`);
  const https = flags.includes('--https');
  const port = Number(env['PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return err(`PORT 要是 0–65535 的整数 / PORT must be a whole number from 0 to 65535: ${env['PORT'] ?? ''}`);
  }
  const databaseUrl = env['DATABASE_URL'] ?? null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return err('DATABASE_URL 要以 postgres:// 开头 / DATABASE_URL must begin with postgres://');
  }
  const logLevel = env['HALFLOOP_LOG'] ?? 'warn';
  if (!LEVELS.includes(logLevel)) return err(`HALFLOOP_LOG: ${LEVELS.join(', ')}`);
  const proxies = (env['HALFLOOP_PROXY'] ?? '').split(',').filter((address) => address !== '');
  if (!proxies.every(isAddress)) {
    return err(`HALFLOOP_PROXY 要是地址 / must be addresses: 10.0.0.5,10.1.0.0/16: ${env['HALFLOOP_PROXY'] ?? ''}`);
  }
  return ok({
    dataDir: resolve(workDir, env['HALFLOOP_DATA'] ?? 'data'),
    host: env['HOST'] ?? (https ? '0.0.0.0' : '127.0.0.1'),
    port,
    https,
    databaseUrl,
    ownerUrl: env['DATABASE_OWNER_URL'] ?? null,
    orgId: env['HALFLOOP_ORG'] ?? null,
    limits: env['HALFLOOP_RATES'] === 'off' ? WITHOUT_RATES : LIMITS,
    logLevel,
    metricsToken: env['HALFLOOP_METRICS_TOKEN'] ?? null,
    proxies,
  });
}

/** An IP address, or a net of them: `10.1.0.0/16`. */
function isAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
