/** Arguments as they are typed in a POSIX shell. */

/** An argument, quoted if the shell would change it. */
export function shellWord(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/**
 * An option with a list of names, such as `--categorical a,b`; a name with a comma or quotes is quoted as in CSV:
 * `--drop '"Length, mm"'`.
 */
export function namesOption(option: string, names: readonly string[]): string {
  return `${option} ${shellWord(names.map((name) => quotedWith(',', name)).join(','))}`;
}

/** An option for one column: `--decimal price=,`; a name with `=` or quotes is quoted as in CSV. */
export function columnOption(option: string, name: string, value: string): string {
  return `${option} ${shellWord(`${quotedWith('=', name)}=${value}`)}`;
}

/** The option `--ordinal`: `--ordinal 'size=S<M<L'`. */
export function levelsOption(name: string, levels: readonly string[]): string {
  return columnOption('--ordinal', name, levels.map((level) => quotedWith('<', level)).join('<'));
}

/** Quoted as in CSV if it has the sign or quotes. */
function quotedWith(sign: string, text: string): string {
  return text.includes(sign) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
