/** `npm run restore`: what it does is in backup/restore-command.ts. */
import { restoreCommand } from '../backup/restore-command.ts';

process.exitCode = await restoreCommand({
  args: process.argv.slice(2),
  env: process.env,
  workDir: process.cwd(),
  terminal: { out: (text) => process.stdout.write(text), note: (text) => process.stderr.write(text) },
});
