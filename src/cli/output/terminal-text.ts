/** Text for a terminal: wrapped between words, with the colours of messages. */
import { TERMINAL_WIDTH } from '../../text/aligned-table.js';
import { printableLine } from '../../text/printable.js';

export interface TextTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Whether text for the stream is coloured: on a terminal, unless the environment has NO_COLOR or TERM=dumb;
 * elsewhere with FORCE_COLOR (no-color.org, force-color.org).
 */
export function isColoured({ isTTY }: TextTarget, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return isTTY === true && env.TERM !== 'dumb';
}

const RED = 31;
const YELLOW = 33;
/** What a line begins with, and the colour of that part. */
const BEGINNINGS: readonly (readonly [RegExp, number])[] = [
  [/^error:/, RED],
  [/^(?:notice|warning):/, YELLOW],
];

/** Printable text with its messages in colour. */
export function coloured(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [pattern, colour] = BEGINNINGS.find(([begins]) => begins.test(line)) ?? [];
      return pattern === undefined
        ? line
        : line.replace(pattern, (beginning) => `\x1b[1;${colour}m${beginning}\x1b[0m`);
    })
    .join('\n');
}

/** Aligned in columns, so that wrapping would make it harder to read. */
const ALIGNED = /\S {2,}\S|[│─]/;

/**
 * Lines of prose longer than the terminal, wrapped between words; continuation lines are indented like the line itself
 * plus `indent`. Lines with columns stay, and everything where the stream is not a terminal.
 */
export function wrapped(text: string, target: TextTarget, indent = ''): string {
  if (target.isTTY !== true) return text;
  // A terminal that does not tell its width has none or 0 columns.
  const columns = target.columns || TERMINAL_WIDTH;
  return text
    .split('\n')
    .flatMap((line) =>
      line.length <= columns || ALIGNED.test(line) ? [line] : wrapLine(line, columns, indent),
    )
    .join('\n');
}

/** The same for 80 columns, wherever the text goes. */
export function inEightyColumns(text: string, indent = ''): string {
  return wrapped(text, { isTTY: true, columns: TERMINAL_WIDTH }, indent);
}

function wrapLine(line: string, columns: number, indent: string): string[] {
  const [own] = /^ */.exec(line) ?? [''];
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    const begun = lines.length === 0 ? own : own + indent;
    if (current === '') current = begun + word;
    else if (current.length + 1 + word.length <= columns) current += ` ${word}`;
    else {
      lines.push(current);
      current = own + indent + word;
    }
  }
  return [...lines, current];
}

/** Characters of a name in a table; `--json` has the whole. */
const LONGEST_NAME = 30;

/** The name of a column or a class, made printable, and cut if it is too long for a table. */
export function shortened(name: string): string {
  const characters = [...printableLine(name)];
  return characters.length > LONGEST_NAME
    ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…`
    : characters.join('');
}
