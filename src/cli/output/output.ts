/**
 * All output of the program to standard output and standard error; no other file uses the two. It may contain names
 * and values from files, so it is made printable here, where no command can forget it.
 *
 * Results go to standard output and everything else to standard error; either may be closed at any time.
 */
import { once } from 'node:events';
import { printable } from '../../text/printable.js';
import { coloured, isColoured, wrapped } from './terminal-text.js';

/** Clears the line of the cursor. */
export const CLEAR_LINE = '\r\x1b[2K';

let isStopped = false;

/** A reader that has seen enough (`| head`) is not an error. */
export function guardStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A signal may have set the exit code before, for example when the terminal was closed.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    writeError(`error: cannot write to standard output: ${error.message}`);
    process.exit(process.exitCode ?? 1);
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    // Standard error has no reader (EIO: the terminal is gone); the work goes on.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') process.exit(1);
  });
}

/** Text for users. On a terminal its prose is wrapped and its warnings are coloured. */
export async function writeResult(text: string): Promise<void> {
  const shown = wrapped(printable(text), process.stdout);
  await write(isColoured(process.stdout) ? coloured(shown) : shown);
}

/** Data for programs, such as CSV: as they are, but printable on a terminal. Bytes never go to a terminal. */
export async function writeData(data: string | Uint8Array): Promise<void> {
  await write(typeof data === 'string' && isTerminal() ? printable(data) : data);
}

/** One JSON object on a line of its own; what is not printable in its strings is escaped. */
export async function writeJson(value: unknown): Promise<void> {
  await write(printable(`${JSON.stringify(value)}\n`));
}

/** Whether standard output is a terminal. */
export function isTerminal(): boolean {
  return process.stdout.isTTY === true;
}

/** Waits if the reader is slow. */
async function write(data: string | Uint8Array): Promise<void> {
  if (isStopped) await new Promise(() => {});
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}

/**
 * Calls `then` when the output so far has reached the reader, or after `milliseconds`. Nothing else is
 * written in the meantime: later writes never complete.
 */
export function stopOutput(then: () => void, milliseconds: number): void {
  isStopped = true;
  if (process.stdout.writableLength === 0) then();
  else {
    process.stdout.write('', then);
    setTimeout(then, milliseconds);
  }
}

/** A message on standard error. Its further lines are indented, so that none looks like another message. */
export function writeError(text: string): void {
  const message = wrapped(printable(text.replaceAll('\n', '\n  ')), process.stderr, '  ');
  process.stderr.write(`${isColoured(process.stderr) ? coloured(message) : message}\n`);
}

/** Lines of a log, which are JSON, on standard error. */
export function writeLog(lines: string): void {
  process.stderr.write(printable(lines));
}

/** The part of a stream that a progress display uses. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Standard error for a progress display. Of terminal codes only a leading `CLEAR_LINE` is kept. */
export const errorOutput: ProgressStream = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  write(text) {
    const [code, rest] = text.startsWith(CLEAR_LINE)
      ? [CLEAR_LINE, text.slice(CLEAR_LINE.length)]
      : ['', text];
    return process.stderr.write(code + printable(rest));
  },
};
