/** `npm run verify [-- --store S]`: what it does is in journal/verify-command.ts. */
import { verifyCommand } from '../journal/verify-command.ts';

process.exitCode = await verifyCommand({
  args: process.argv.slice(2),
  env: process.env,
  workDir: process.cwd(),
  terminal: { out: (text) => process.stdout.write(text), note: (text) => process.stderr.write(text) },
});
