/** The rules for column names, the same in every format. */
import { InputError } from '../../errors.js';

/** Throws `InputError` on an empty or repeated name; `place` starts the message. */
export function checkColumnNames(names: readonly string[], place: string): void {
  const positions = new Map<string, number>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (name.trim() === '') {
      throw new InputError(
        `${place}: column ${i + 1} of ${names.length} has no name; give every column a name`,
      );
    }
    const earlier = positions.get(name);
    if (earlier !== undefined) {
      throw new InputError(
        `${place}: column name ${JSON.stringify(name)} occurs twice, at columns ${earlier} and ${i + 1}; rename one of them`,
      );
    }
    positions.set(name, i + 1);
  }
}

/** Throws `InputError` when the `text` option names a column the table does not have. */
export function checkTextOption(text: ReadonlySet<string>, names: readonly string[], source: string): void {
  const known = new Set(names);
  for (const name of text) {
    if (known.has(name)) continue;
    const shown = names.slice(0, 20).map((each) => JSON.stringify(each));
    if (names.length > shown.length) shown.push(`and ${names.length - shown.length} more`);
    throw new InputError(
      `${source}: option text names the column ${JSON.stringify(name)}, which does not exist; columns are ${shown.join(', ')}`,
    );
  }
}
