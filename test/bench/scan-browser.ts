/** Chromium with the scan bench's page, built from the sources at hand by the product's own settings. */
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';
import { openChromium } from '../support/chromium.ts';
import type { ScanBench } from './scan-page/page.ts';

export type BenchPage = {
  call<Name extends keyof ScanBench>(
    name: Name,
    ...args: Parameters<ScanBench[Name]>
  ): Promise<Awaited<ReturnType<ScanBench[Name]>>>;
  readonly page: Page;
  close(): Promise<void>;
};

type Scanning = { readonly scanBench: Record<string, (...args: readonly unknown[]) => unknown> };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Built once, opened by many browsers: a camera's clip is a start flag. */
export async function buildBenchPage(root: string) {
  const outDir = mkdtempSync(join(tmpdir(), 'halfloop-scan-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(root, 'test/bench/scan-page'),
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome123',
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'test/bench/scan-page/scan-page.html') },
    },
    worker: { format: 'es' },
  });
  const server = createServer((request, response) => {
    const path = (request.url ?? '/') === '/' ? '/scan-page.html' : (request.url ?? '');
    try {
      const body = readFileSync(join(outDir, path.replaceAll('..', '')));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    async open(cameraClip?: string): Promise<BenchPage> {
      const browser = await openChromium(cameraClip === undefined ? {} : { cameraClip });
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${String(port)}/`);
      await page.waitForFunction(() => 'scanBench' in window);
      return {
        page,
        call: async (name, ...args) => {
          const handle = await page.evaluateHandle(
            // The page's own functions, by name: the border where their types are stated once.
            ([of, given]) => (window as unknown as Scanning).scanBench[of]?.(...given),
            [name, args] as const,
          );
          return (await handle.jsonValue()) as never;
        },
        close: () => browser.close(),
      };
    },
    close(): void {
      server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** The checkout: the tool runs from dist/tools. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
