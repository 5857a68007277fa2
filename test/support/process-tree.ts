/**
 * The processes of one program that was started here: it and all that descend from it, and nobody else's. A number
 * alone does not say which process is meant: the system gives it to another one soon after the first has ended (and to
 * threads, whose number ends the whole process as well). So each is told by its number and its start.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

type ProcessId = { readonly pid: number; readonly started: string };
type Process = ProcessId & { readonly parent: number; readonly command: string };

const isLinux = process.platform === 'linux';
const STATE = 2; // the fields of /proc/PID/stat count from here after the name, which may hold anything
const [PARENT, STARTED] = [3 - STATE, 21 - STATE];

/** Fields of a process's stat after its name; null once it has ended. */
function statOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Every process this user can see. From /proc where there is one, else from `ps`. */
function allProcesses(): readonly Process[] {
  if (!isLinux) return psProcesses();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        const stat = statOf(pid);
        return stat === null ? [] : [{ pid, parent: Number(stat[PARENT]), started: stat[STARTED] ?? '', command }];
      } catch {
        return []; // ended while we looked
      }
    });
}

/** As `ps` tells them: of everybody, or of one. A start is told in words of fixed width. */
function psProcesses(pid?: number): readonly Process[] {
  const which = pid === undefined ? ['-ax'] : ['-p', String(pid)];
  const said = execFileSync('ps', [...which, '-o', 'pid=,ppid=,lstart=,command='], { encoding: 'utf8' });
  return [...said.matchAll(/^ *(\d+) +(\d+) +(\w{3} .{20}) (.*)$/gm)].map(
    ([, id, parent, started = '', command = '']) => ({
      pid: Number(id),
      parent: Number(parent),
      started,
      command,
    }),
  );
}

/** The start of the process that has this number now; null where none has. */
export function startOf(pid: number): string | null {
  if (isLinux) return statOf(pid)?.[STARTED] ?? null;
  try {
    return psProcesses(pid)[0]?.started ?? null;
  } catch {
    return null; // `ps` fails where it finds none
  }
}

/** The roots and all that descend from them, roots first. */
export function treeOf(isRoot: (process: Process) => boolean): readonly ProcessId[] {
  const all = allProcesses();
  const tree = all.filter(isRoot);
  for (const { pid } of tree) {
    for (const child of all) if (child.parent === pid && !tree.includes(child)) tree.push(child);
  }
  return tree.map(({ pid, started }) => ({ pid, started }));
}

/** SIGKILL to each, in order; one that is gone already is gone, whoever has its number now. */
export function killAll(processes: readonly ProcessId[]): void {
  for (const { pid, started } of processes) {
    if (startOf(pid) !== started) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
