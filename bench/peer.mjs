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

/** Starts a script of this folder as the peer; undefined without PyTorch. `time` gives milliseconds per repeat. */
export function startPeer(name = 'peer.py') {
  if (!hasPeer()) return undefined;
  const script = fileURLToPath(new URL(name, import.meta.url));
  const { ask, stop } = startPython(script, 'the PyTorch peer');
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
