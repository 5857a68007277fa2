/** The processes of one program that was started here: it and all that descend from it, and nobody else's. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

type Process = { readonly pid: number; readonly parent: number; readonly command: string };

/** Every process this user can see. From /proc where there is one, else from `ps`. */
function allProcesses(): readonly Process[] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' }).matchAll(
      /^ *(\d+) +(\d+) (.*)$/gm,
    );
    return [...lines].map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(
          stat
            .slice(stat.lastIndexOf(')') + 1)
            .trim()
            .split(' ')[1],
        );
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        return []; // ended while we looked
      }
    });
}

/** The roots and all that descend from them, roots first. */
export function treeOf(isRoot: (process: Process) => boolean): readonly number[] {
  const all = allProcesses();
  const pids = all.filter(isRoot).map(({ pid }) => pid);
  for (const pid of pids) {
    for (const child of all) if (child.parent === pid && !pids.includes(child.pid)) pids.push(child.pid);
  }
  return pids;
}

/** SIGKILL to each, in order; one that is gone already is gone. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
