/** Results go to standard output and everything else to standard error; both may go away at any time. */
import { once } from 'node:events';

/** A reader that has seen enough (`| head`) is no error of ours. */
export function guardStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    writeError(`error: cannot write to standard output: ${error.message}`);
    process.exit(1);
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(1);
  });
}

/** Writes to standard output, and waits where the reader is slower than we are. */
export async function writeResult(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One JSON object on a line of its own. */
export async function writeJson(value: unknown): Promise<void> {
  await writeResult(`${JSON.stringify(value)}\n`);
}

/** A message on standard error. Names from files may be in it, so nothing of it can steer the terminal. */
export function writeError(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** `text` with control characters other than line breaks as `\u....`. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
