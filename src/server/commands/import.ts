/** `npm run import -- FILE`: what it does is in catalogue/import-command.ts. */
import { importCommand } from '../catalogue/import-command.ts';

process.exitCode = await importCommand({
  args: process.argv.slice(2),
  env: process.env,
  workDir: process.cwd(),
  terminal: {
    out: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(text),
    live: process.stderr.isTTY,
  },
});
