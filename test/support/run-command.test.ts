import { afterEach, expect, it, vi } from 'vitest';
import { hasEnded, ownIdentity } from '../../src/platform/node/files/process-identity.js';
import { LIMIT_MILLISECONDS, runCommand } from './run-command.js';

afterEach(() => {
  vi.useRealTimers();
});

it('gives what a command printed and how it ended', async () => {
  const script =
    "process.stdin.pipe(process.stdout); process.on('exit', () => { console.error('bad'); process.exitCode = 3; })";
  const result = await runCommand(process.execPath, ['-e', script], { input: 'in' });
  expect(result).toEqual({ code: 3, signal: null, stdout: 'in', stderr: 'bad\n' });
});

it('ends a command that hangs, and what it started, and tells what was printed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const child = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const script = `
    console.error('and waits');
    const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);
    child.stdout.on('data', (pid) => console.log('child ' + pid));`;
  const running = runCommand(process.execPath, ['-e', script], {
    meanwhile: ({ stdout }) => stdout.on('data', () => vi.advanceTimersByTime(LIMIT_MILLISECONDS)),
  });
  const { message } = await running.catch((error) => error);
  expect(message).toMatch(/did not end in 400 s\.\nStandard output so far:\nchild \d+\n/);
  expect(message).toMatch(/Standard error so far:\nand waits/);
  vi.useRealTimers();
  const pid = Number(/child (\d+)/.exec(message)?.[1]);
  await vi.waitFor(() => expect(hasEnded({ ...ownIdentity(), pid, started: null })).toBe(true), 60_000);
});
