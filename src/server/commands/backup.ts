/** `npm run backup`: what it does is in backup/backup-command.ts. */
import { backupCommand } from '../backup/backup-command.ts';

process.exitCode = await backupCommand({
  args: process.argv.slice(2),
  env: process.env,
  workDir: process.cwd(),
  terminal: { out: (text) => process.stdout.write(text), note: (text) => process.stderr.write(text) },
});
