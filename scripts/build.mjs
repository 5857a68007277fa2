// Builds pages, service worker, server, commands and tools with vite.config.ts, into HALFLOOP_DIST or dist.
// `npm run build` goes through prepare.mjs, which calls this only when a source has changed.
import { build } from 'vite';

await build({ logLevel: 'warn' });
await build({ logLevel: 'warn', build: { ssr: true } });
