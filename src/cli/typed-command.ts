/** The command as it was typed, for whoever wants to repeat it. */

const PLAIN = /^[\w%+,./:=@-]+$/;

/**
 * `qcl-mixnet` and its arguments on one line, quoted for a POSIX shell where they have to be.
 *
 * @param argv as `process.argv`: two entries that are no arguments come first
 */
export function typedCommand(argv: readonly string[]): string {
  return ['qcl-mixnet', ...argv.slice(2).map(quoted)].join(' ');
}

function quoted(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
