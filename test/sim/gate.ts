/** The gate of planted bugs: bundles the simulator with each, and lets it live until its own invariants find it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSim } from './bundle.ts';
import type { Mutant } from './mutant.ts';

export type Verdict = {
  readonly name: string;
  /** Lives it took, or orders of one scene; null: never found. */
  readonly seeds: number | null;
  readonly by: string;
  readonly killed: boolean;
};

type Budget = { readonly seeds: number; readonly from: number };

/** Runs one bug. Found by another invariant than those named does not count. */
export async function tryMutant(root: string, mutant: Mutant, { seeds, from }: Budget): Promise<Verdict> {
  const dir = mkdtempSync(join(root, '.stamps', 'mutant-')); // inside, so that packages are found
  try {
    await bundleSim(root, dir, [mutant]);
    const among = mutant.among === undefined ? [] : ['--with', mutant.among.join()];
    const play = mutant.play ?? ['--seeds', String(seeds), '--from', String(from), ...among];
    const args = [join(dir, 'sim.js'), ...play, '--until-broken'];
    const { SIM_SEED: _none, ...env } = process.env;
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
    const found = /^(seed|order) (\d+)\b.* broke (\w+)/m.exec(stdout);
    const by = found?.[3] ?? (status === 0 ? 'nothing' : `a crash: ${stderr.slice(0, 200) || stdout.slice(0, 200)}`);
    const lives =
      found === null ? null : Number(found[2]) - (found[1] === 'seed' && mutant.play === undefined ? from - 1 : 0);
    return { name: mutant.name, seeds: lives, by, killed: mutant.killedBy.includes(by) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
