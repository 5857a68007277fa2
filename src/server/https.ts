/**
 * A certificate for a shop without a domain: a local authority (CA), made once and kept in the data folder, signs a
 * leaf for localhost and every address of this machine on the local network. Devices that trust the CA get camera,
 * offline and WebCrypto, which browsers give to https only.
 *
 * Invariants: private keys are files of mode 0600; the CA stays the same for ever, so a device trusts it once; the
 * leaf is issued anew when the addresses change or its end is near.
 *
 * Not here: listening, offering the CA for download, and HSTS (never with a local certificate).
 */
import { createHash, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces, hostname } from 'node:os';
import { join } from 'node:path';

export type LocalHttps = {
  readonly key: string; // PEM, the leaf's
  readonly cert: string; // PEM, leaf then CA
  readonly caPem: string;
  readonly spkiHash: string; // base64 SHA-256 of the leaf's public key, as Chromium's flag wants it
  readonly addresses: readonly string[]; // what the leaf is valid for
};

type KeyPair = { readonly key: string; readonly cert: string };

const DAY_MS = 24 * 60 * 60 * 1000;
const CA_DAYS = 3650;
const LEAF_DAYS = 397; // the longest every browser accepts
const RENEW_DAYS = 30;
const CLOCK_SLACK_MS = DAY_MS; // a tablet's clock may be behind the server's

/** The addresses by which devices of the local network reach this machine, besides localhost. */
export function lanAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outward = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return [...new Set(outward.map(({ address }) => address))].sort();
}

/** Makes what is missing and returns what a server needs. `lan` is from `lanAddresses`. */
export async function localHttps(dataDir: string, lan: readonly string[], nowMs: number): Promise<LocalHttps> {
  const folder = join(dataDir, 'https');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const addresses = ['localhost', '127.0.0.1', '::1', ...lan];
  const ca = (await readPair(folder, 'ca')) ?? (await writePair(folder, 'ca', await newCa(nowMs)));
  const before = await readPair(folder, 'leaf');
  const isFit = before !== null && fits(before.cert, ca.cert, addresses, nowMs);
  const leaf = isFit ? before : await writePair(folder, 'leaf', await newLeaf(ca, addresses, nowMs));
  return { key: leaf.key, cert: leaf.cert + ca.cert, caPem: ca.cert, spkiHash: spkiHash(leaf.cert), addresses };
}

/** Both files or nothing: half a pair is made anew. */
async function readPair(folder: string, name: string): Promise<KeyPair | null> {
  try {
    const [key, cert] = await Promise.all(
      ['key', 'crt'].map((ending) => readFile(join(folder, `${name}.${ending}`), 'utf8')),
    );
    return key === undefined || cert === undefined ? null : { key, cert };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new Error(`the certificates in ${folder} cannot be read`, { cause });
  }
}

async function writePair(folder: string, name: string, pair: KeyPair): Promise<KeyPair> {
  for (const [ending, text] of [['key', pair.key] as const, ['crt', pair.cert] as const]) {
    const path = join(folder, `${name}.${ending}`);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await chmod(`${path}.new`, 0o600); // also when a file of that name was there before
    await rename(`${path}.new`, path);
  }
  return pair;
}

/** Signed by this CA, for all these addresses, and not about to end. */
function fits(certPem: string, caPem: string, addresses: readonly string[], nowMs: number): boolean {
  const cert = new X509Certificate(certPem);
  const isLong = Date.parse(cert.validTo) - nowMs > RENEW_DAYS * DAY_MS && Date.parse(cert.validFrom) <= nowMs;
  const covers = (address: string) => {
    const isIp = isIPv4(address) || isIPv6(address);
    return (isIp ? cert.checkIP(address) : cert.checkHost(address)) !== undefined;
  };
  return isLong && cert.checkIssued(new X509Certificate(caPem)) && addresses.every(covers);
}

const validity = (nowMs: number, days: number) => ({
  notBeforeDate: new Date(nowMs - CLOCK_SLACK_MS),
  notAfterDate: new Date(nowMs + days * DAY_MS - CLOCK_SLACK_MS),
});

const EC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

async function newCa(nowMs: number): Promise<KeyPair> {
  const { generate } = await import('selfsigned'); // a tenth of a second, which a start without certificates saves
  const made = await generate([{ name: 'commonName', value: `Halfloop local CA (${hostname()})` }], {
    ...EC,
    ...validity(nowMs, CA_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: withNewline(made.cert) };
}

async function newLeaf(ca: KeyPair, addresses: readonly string[], nowMs: number): Promise<KeyPair> {
  const altNames = addresses.map((address) =>
    isIPv4(address) || isIPv6(address) ? { type: 7 as const, ip: address } : { type: 2 as const, value: address },
  );
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Halfloop' }], {
    ...EC,
    ...validity(nowMs, LEAF_DAYS),
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: made.private, cert: withNewline(made.cert) };
}

const withNewline = (pem: string): string => `${pem.trimEnd()}\n`;

function spkiHash(certPem: string): string {
  const spki = new X509Certificate(certPem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
