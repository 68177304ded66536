import { shellWord } from '../text/shell-word.js';

/** The command that is running, as it can be typed again in a POSIX shell. */
export function commandLine(args: readonly string[] = process.argv.slice(2)): string {
  return ['qcl-mixnet', ...args].map(shellWord).join(' ');
}
