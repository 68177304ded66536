/**
 * Text from files, made harmless for a terminal. It could otherwise move the cursor, set the window's title, hide or
 * reverse what stands beside it, or look like another text.
 */

/**
 * Control characters (Cc, so ESC and the 8-bit controls too), halves of surrogate pairs, line and paragraph
 * separators, what Unicode calls ignorable because it has no glyph (bidirectional controls, zero-width characters,
 * tags, variation selectors), and the annotation controls.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/**
 * `text` with every such character but line feed and tab as `\uXXXX`, the escape of JSON: in a JSON text, where
 * they stand in strings only, the value stays the same. Applied twice it changes no more.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (c) => (c === '\n' || c === '\t' ? c : escaped(c)));
}

/** The same for what stands within a line, as a name or the cell of a table: line feeds and tabs are escaped too. */
export function printableLine(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
