/** Runs a command for a test: whatever it does, it comes to an end, and what it printed is told. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * After so long a command hangs. On a quiet machine the slowest takes half a minute; this is for busy ones, and
 * below the limit of a test in vitest.config.ts, which says nothing of what was printed.
 */
export const LIMIT_MILLISECONDS = 400_000;

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What standard input holds; closed at once without. */
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
  /** `open` leaves standard input open, with nothing in it. */
  readonly stdin?: 'open';
  /** Called with the running process. */
  readonly meanwhile?: (child: ChildProcessWithoutNullStreams) => void;
}

/** Rejects with all that was printed when the command, or a process that it started, does not end. */
export function runCommand(
  command: string,
  args: readonly string[],
  {
    cwd,
    input = '',
    env,
    stdin,
    meanwhile,
    limit = LIMIT_MILLISECONDS,
  }: RunOptions & { readonly cwd?: string; readonly limit?: number } = {},
): Promise<Result> {
  // The program has to do without what the test runner sets for itself.
  const { NODE_OPTIONS, DEBUG, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    // In a group of its own, so that what it started can be ended with it.
    const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, detached: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const printed = () => ({
      stdout: Buffer.concat(stdout).toString(),
      stderr: Buffer.concat(stderr).toString(),
    });
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    const end = () => killGroup(child.pid);
    process.on('exit', end);
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      end();
    }, limit);
    const settled = () => {
      clearTimeout(timer);
      process.off('exit', end);
    };
    child.on('error', (error) => {
      settled();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settled();
      if (hung) reject(new Error(hungText([command, ...args], limit, printed())));
      else resolve({ code, signal, ...printed() });
    });
    // A program that refuses its arguments does not read its input.
    child.stdin.on('error', () => {});
    if (stdin !== 'open') child.stdin.end(input);
    meanwhile?.(child);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function hungText(
  command: readonly string[],
  limit: number,
  { stdout, stderr }: Pick<Result, 'stdout' | 'stderr'>,
): string {
  const what = `${command.join(' ')} did not end in ${limit / 1000} s`;
  return `${what}.\nStandard output so far:\n${stdout}\nStandard error so far:\n${stderr}`;
}
