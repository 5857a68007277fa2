/** What a run is measured by: quantiles, and what the system says of a process. */
import { readFileSync } from 'node:fs';

/** The value below which `share` of them lie; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const LOOK_MS = 200;
const TICKS_PER_SECOND = 100;

/** Memory and time of another process, where the system tells them (/proc); nothing elsewhere. */
type Watched = { stop(): { readonly peakBytes: number | null; readonly cpuSeconds: number | null } };

export function watchProcess(pid: number): Watched {
  const before = cpuSeconds(pid);
  let peakBytes = residentBytes(pid);
  const look = () => {
    const now = residentBytes(pid);
    if (now !== null) peakBytes = Math.max(peakBytes ?? 0, now);
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      const after = cpuSeconds(pid);
      return { peakBytes, cpuSeconds: before === null || after === null ? null : after - before };
    },
  };
}

export function residentBytes(pid: number): number | null {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(procText(pid, 'status'))?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

function cpuSeconds(pid: number): number | null {
  const fields = procText(pid, 'stat').split(') ')[1]?.split(' ');
  const [user, system] = [fields?.[11], fields?.[12]];
  return user === undefined || system === undefined ? null : (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

function procText(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch {
    return ''; // a verdict: this system has no /proc, or the process is gone
  }
}
