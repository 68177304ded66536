// A PyTorch reference as a process beside ours, so that both are timed in turn on the same machine.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';

let importsTorch;

/** Whether Python is there and has torch. */
export function hasPeer() {
  importsTorch ??= spawnSync(python, ['-c', 'import torch']).status === 0;
  return importsTorch;
}

/** Starts a peer, one of the scripts here; undefined where there is none. `time` gives milliseconds a repeat. */
export function startPeer(name = 'peer.py') {
  if (!hasPeer()) return undefined;
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async time(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the PyTorch peer stopped');
      return JSON.parse(value).milliseconds;
    },
    stop: () => child.stdin.end(),
  };
}
