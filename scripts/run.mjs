// Every npm command goes through here: `node scripts/run.mjs NAME ARGS`. It checks the version of Node, installs and
// builds what is missing, then runs the command in this very process, so that signals reach it and it starts at once.
//
// Nothing is imported before the version is known to fit, or the message about an old Node would never be seen.

/**
 * @typedef {object} Command
 * @property {'install' | 'build'} needs
 * @property {string} [file] what to run then
 * @property {string[]} [args] what to give it before what was typed
 * @property {boolean} [takesFiles] whether file names may have been typed
 */

/** @type {Record<string, Command>} */
const COMMANDS = {
  start: { needs: 'build', file: 'dist/server/main.js' },
  'new-shop': { needs: 'build', file: 'dist/server/commands/new-shop.js' },
  enrol: { needs: 'build', file: 'dist/server/commands/enrol.js' },
  import: { needs: 'build', file: 'dist/server/commands/import.js', takesFiles: true },
  verify: { needs: 'build', file: 'dist/server/commands/verify.js' },
  backup: { needs: 'build', file: 'dist/server/commands/backup.js', takesFiles: true },
  restore: { needs: 'build', file: 'dist/server/commands/restore.js', takesFiles: true },
  replay: { needs: 'build', file: 'dist/tools/replay.js', takesFiles: true },
  bench: { needs: 'build', file: 'dist/tools/bench.js' },
  scan: { needs: 'build', file: 'dist/tools/scan-files.js' },
  'bench:scan': { needs: 'build', file: 'dist/tools/scan-bench.js', takesFiles: true },
  sim: { needs: 'build', file: 'dist/tools/sim.js' },
  'sim:mutants': { needs: 'build', file: 'dist/tools/sim-mutants.js' },
  storm: { needs: 'build', file: 'dist/tools/storm.js' },
  servers: { needs: 'build', file: 'dist/tools/servers.js' },
  day: { needs: 'build', file: 'dist/tools/day.js' },
  torture: { needs: 'build', file: 'dist/tools/torture.js' },
  build: { needs: 'build' },
  words: { needs: 'install', file: 'scripts/words.mjs' },
  check: { needs: 'install', file: 'scripts/check.mjs' },
  format: {
    needs: 'install',
    file: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--write', '--log-level=warn', '.'],
  },
  test: { needs: 'install', file: 'scripts/test.mjs' },
};

const PARENT_LOOK_MS = 500;

/** What is wrong with this version of Node, or null. */
function nodeFault() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isFit = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (isFit) return null;
  const needed = 'Node 20.19 or newer (of 22: 22.12 or newer)';
  return `Halfloop needs ${needed}. This is ${process.version}. See https://nodejs.org`;
}

/** `npm start` that is ended by SIGTERM leaves its child behind; a server nobody can stop any more stops by itself. */
function endWithParent() {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_LOOK_MS);
  look.unref();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clearInterval(look)); // it is stopping already
}

/** @param {string} name @param {string[]} typed */
async function run(name, typed) {
  const command = COMMANDS[name];
  if (command === undefined) throw new Error(`no such command: ${name}`);
  const { pathToFileURL } = await import('node:url');
  const { asTyped, build, builtFile, install, NotReady, say } = await import('./prepare.mjs');
  try {
    install();
    if (command.needs === 'build') build();
    if (command.file === undefined) return;
    const file = builtFile(command.file);
    const args = command.takesFiles === true ? typed.map(asTyped) : typed;
    process.argv = [process.execPath, file, ...(command.args ?? []), ...args];
    if (name === 'start') endWithParent();
    await import(pathToFileURL(file).href);
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

const fault = nodeFault();
if (fault === null) {
  await run(process.argv[2] ?? '', process.argv.slice(3));
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
