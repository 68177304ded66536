// Python programs as processes, so that both sides are timed alternately on the same machine.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';

const found = new Map();

/** Whether this Python is installed and has these modules. */
export function hasPeer(modules = 'torch', interpreter = python) {
  const key = `${interpreter} ${modules}`;
  if (!found.has(key)) found.set(key, spawnSync(interpreter, ['-c', `import ${modules}`]).status === 0);
  return found.get(key);
}

/** Whether this Python's PyTorch can compile: from 2.0 on, with a C++ compiler and the headers of Python. */
export function compiles(interpreter = python) {
  const program = 'import torch; torch.compile(lambda x: x + 1)(torch.zeros(2))';
  return spawnSync(interpreter, ['-c', program]).status === 0;
}

/** Starts a script of this folder as the peer; undefined without PyTorch. `time` gives milliseconds per repeat. */
export function startPeer(name = 'peer.py', interpreter = python) {
  if (!hasPeer('torch', interpreter)) return undefined;
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { ask, stop } = startPython(script, 'the PyTorch peer', interpreter);
  return { time: async (job) => (await ask(job)).milliseconds, stop };
}

/** A Python script that answers each JSON object (one per line) with another. */
export function startPython(path, what, interpreter = python) {
  const child = spawn(interpreter, [path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${what} stopped`);
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}
