// The files under scripts/deploy name what is there: commands, variables, ports, paths; their limits let ours through.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BATCH_BYTES } from '../../../src/wire/protocol.ts';
import { IMPORT_LIMIT_BYTES } from '../../../src/wire/catalogue-file.ts';
import { HTTP_LIMITS } from '../../../src/server/http/limits.ts';
import { readSettings } from '../../../src/server/settings.ts';

const DIR = 'scripts/deploy';
const files = new Map(readdirSync(DIR).map((name) => [name, readFileSync(join(DIR, name), 'utf8')]));
const all = [...files.values()].join('\n');
const nginx = files.get('nginx.conf') ?? '';
const caddy = files.get('caddy.conf') ?? '';
const container = files.get('halfloop.containerfile') ?? '';
const readme = readFileSync('README.md', 'utf8');

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first);

test('every command they run is built from a file that is there', () => {
  const commands = found(all, /dist\/server\/([\w/-]+)\.js/g);
  expect(commands.length).toBeGreaterThan(3);
  for (const name of commands) expect(existsSync(`src/server/${name}.ts`), name).toBe(true);
  for (const path of found(container, /^COPY (?!--from)(.+) \.\/?$/gm).flatMap((list) => list.split(' '))) {
    expect(existsSync(path), path).toBe(true);
  }
  expect(existsSync(/RUN node (\S+)/.exec(container)?.[1] ?? '')).toBe(true);
});

test('every variable they set is read by the server, and told of in the README', () => {
  const ours = new Set(found(all, /\b(HALFLOOP_\w+|DATABASE_\w+|PORT|HOST)=?/g));
  const settings = readFileSync('src/server/settings.ts', 'utf8');
  for (const name of ours) {
    expect(settings, name).toContain(`'${name}'`);
    expect(readme, name).toContain(`\`${name}\``);
  }
});

test('the proxies lead to the port the server listens on, and a second process beside it', () => {
  const read = readSettings({}, [], '/');
  const port = read.ok ? read.value.port : 0;
  for (const proxy of [nginx, caddy]) {
    expect(found(proxy, /127\.0\.0\.1:(\d+)/g).map(Number)).toEqual([port, port + 1]);
    expect(proxy).toContain('/metrics');
  }
  expect(found(container, /(?:PORT=|EXPOSE |127\.0\.0\.1:)(\d+)/g).map(Number)).toEqual(Array(4).fill(port));
});

test('what we take passes them: sizes, silences of a live channel, connections kept', () => {
  const most = Number(/client_max_body_size (\d+)m/.exec(nginx)?.[1]) * 1024 * 1024;
  expect(most).toBeGreaterThanOrEqual(Math.max(IMPORT_LIMIT_BYTES, BATCH_BYTES, HTTP_LIMITS.bodyBytes));
  expect(Number(/proxy_read_timeout (\d+)s/.exec(nginx)?.[1]) * 1000).toBeGreaterThan(HTTP_LIMITS.connectionMs);
  expect(nginx).toContain('proxy_buffering off');
  expect(caddy).toContain('flush_interval -1');
  // A connection kept longer than we keep it is used just as it closes: a push would fail for nothing.
  for (const kept of [/keepalive_timeout (\d+)s/.exec(nginx)?.[1], /keepalive (\d+)s/.exec(caddy)?.[1]]) {
    expect(Number(kept) * 1000).toBeLessThan(HTTP_LIMITS.keepAliveMs);
  }
});
