/**
 * Makes text from files harmless for a terminal. It could otherwise move the cursor, set the window's title, hide or
 * reverse the text around it, or look like another text.
 */

/**
 * Control characters (Cc, so ESC and the 8-bit controls too), halves of surrogate pairs, line and paragraph
 * separators, characters that Unicode calls ignorable because they have no glyph (bidirectional controls, zero-width characters,
 * tags, variation selectors), and the annotation controls.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/**
 * Escapes these characters, except line feed and tab, as `\uXXXX`. In a JSON text, where they can only occur in
 * strings, the value stays the same. Idempotent.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (c) => (c === '\n' || c === '\t' ? c : escaped(c)));
}

/** The same for text within a line, like a name or a cell: line feeds and tabs are escaped too. */
export function printableLine(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
