import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { killAll, startOf, treeOf } from './process-tree.ts';

/** A process that answers, and one of its own. */
async function answeringPair(): Promise<ChildProcessByStdio<Writable, Readable, null>> {
  const waits = 'setInterval(() => {}, 1000)';
  const code = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(waits)}]);
    process.stdin.on('data', () => console.log('here')); console.log('up'); ${waits}`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    killAll(treeOf(({ pid }) => pid === child.pid));
  });
  await once(child.stdout, 'data');
  return child;
}

test('a process and all that descend from it are found and ended', async () => {
  const child = await answeringPair();
  const tree = treeOf(({ pid }) => pid === child.pid);
  expect(tree.map(({ pid }) => pid)).toEqual([child.pid, expect.any(Number)]);
  const ended = once(child, 'exit');
  killAll(tree);
  await ended;
  expect(startOf(tree[0]?.pid ?? 0)).not.toBe(tree[0]?.started);
});

test('whoever has the number of a process that has ended is left alone', async () => {
  const child = await answeringPair();
  const [root] = treeOf(({ pid }) => pid === child.pid);
  if (root === undefined) throw new Error('the process is not found');
  killAll([{ ...root, started: `${root.started}0` }]);
  child.stdin.write('still there?');
  expect(String(await once(child.stdout, 'data'))).toBe('here\n');
});
