/** The words of one ARFF line: plain, or in single or double quotes with backslash escapes. */

import { quotedEnd } from '../../../tables/reading/flat-json.js';
import { badLine } from '../../../tables/reading/place.js';
import { quote } from '../../../text/name-list.js';

export interface ArffCell {
  readonly text: string;
  readonly quoted: boolean;
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const BLANKS = /[ \t]*/y;

export class ArffCells {
  readonly #text: string;
  readonly #source: string;
  readonly #line: number;
  #at = 0;

  constructor(text: string, source: string, line: number) {
    this.#text = text;
    this.#source = source;
    this.#line = line;
  }

  /** The next word, which ends at a blank. Throws `InputError` for an empty word and an unclosed quote. */
  word(): string {
    const { text } = this.#next(/[^ \t{]*/y);
    if (text === '') throw badLine(this.#source, this.#line, 'an attribute without a name');
    return text;
  }

  /** The rest of the line, trimmed. */
  rest(): string {
    return this.#text.slice(this.#at).trim();
  }

  /** All comma-separated cells up to the end. Throws `InputError` for text after a closing quote. */
  list(): ArffCell[] {
    const cells: ArffCell[] = [];
    for (;;) {
      cells.push(this.#next(/[^,]*/y));
      this.#skip(BLANKS);
      if (this.#at === this.#text.length) return cells;
      if (this.#text[this.#at] !== ',') {
        const rest = quote(this.#text.slice(this.#at));
        throw badLine(this.#source, this.#line, `expected a comma before ${rest}`);
      }
      this.#at++;
    }
  }

  #next(plain: RegExp): ArffCell {
    this.#skip(BLANKS);
    const first = this.#text[this.#at];
    if (first !== "'" && first !== '"') return { text: this.#skip(plain)[0].trimEnd(), quoted: false };
    const start = this.#at;
    const end = quotedEnd(this.#text, start);
    if (end === undefined) {
      throw badLine(this.#source, this.#line, `a quote is not closed: ${quote(this.#text.slice(this.#at))}`);
    }
    this.#at = end;
    const inside = this.#text.slice(start + 1, end - 1);
    return { text: inside.replace(/\\(.)/g, (_, c: string) => ESCAPES.get(c) ?? c), quoted: true };
  }

  /** Moves past the match of `pattern`, which is sticky and can match the empty text. */
  #skip(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)!;
    this.#at += match[0].length;
    return match;
  }
}
