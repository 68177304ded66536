/** What each action costs for a row of each class, and the two texts in which a user gives it. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { detectDelimiter } from '../tables/reading/delimiter.js';
import { BLANKS } from '../tables/reading/sample-rows.js';
import { didYouMean } from '../text/did-you-mean.js';
import { countOf, listNames, quote } from '../text/name-list.js';
import { parseNumber } from '../text/number-text.js';

/** The action of having a row reviewed by hand instead of deciding for a class. */
export const REVIEW = 'review';

export interface CostMatrix {
  /** Whether `review` is an action, behind one action for each class. */
  readonly review: boolean;
  /** `costs[c][a]`: the cost of action a for a row of class c; action a is deciding for class a, the last may be review. */
  readonly costs: readonly (readonly number[])[];
}

/** Any true class, where no entry names it. */
const ANY = '*';

/**
 * The costs of a text like `fraud:ok=100,ok:fraud=5,*:review=2`: true class, action, cost. A right decision costs 0
 * unless it is given. `*` as the class stands for all that are not named with the action. A label with one of `:=,"` is
 * written in double quotes, as in JSON.
 *
 * @throws InputError for another form, unknown labels, entries given twice, negative costs, and pairs without a cost.
 */
export function parseCosts(text: string, classes: readonly Label[]): CostMatrix {
  const builder = new CostBuilder(classes);
  for (const entry of splitOutsideQuotes(text, ',')) {
    const [pair, cost, ...more] = splitOutsideQuotes(entry, '=');
    const [trueClass, action, ...others] = splitOutsideQuotes(pair, ':');
    if (cost === undefined || action === undefined || more.length + others.length > 0) {
      throw new InputError(
        `costs ${quote(entry)}: write TRUE_CLASS:ACTION=COST, for example fraud:ok=100`,
        OF_COSTS,
      );
    }
    builder.set(unquoted(trueClass), unquoted(action), cost.trim(), `costs ${quote(entry.trim())}`);
  }
  return builder.finish('costs: ');
}

/** The text of a file of costs. */
export interface CostTable {
  readonly text: string;
  /** What to call it in messages, usually its path. */
  readonly name: string;
}

/**
 * The costs of a table in CSV: the header names the actions behind its first cell, each line a true class and its
 * costs. Empty cells of the diagonal are 0. The delimiter is detected as that of a table: one of `,` `;` tab `|`.
 *
 * @param table a text without a name is called `the cost table`
 * @throws InputError as `parseCosts`, with the name and the line.
 */
export function parseCostTable(table: string | CostTable, classes: readonly Label[]): CostMatrix {
  const { text, name } = typeof table === 'string' ? { text: table, name: 'the cost table' } : table;
  const content = text.replace(/^\uFEFF/, '');
  const found = detectDelimiter(content, true).delimiter;
  const delimiter = found === BLANKS ? ',' : found;
  const [header, ...rows] = content
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ cells: cellsOf(line, delimiter), place: `${name}, line ${at + 1}` }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (header === undefined) {
    throw new InputError(`${name} is empty: give a header of actions and a line for each true class`);
  }
  const [, ...actions] = header.cells;
  if (actions.length === 0) {
    throw new InputError(
      `${header.place}: the header has no actions: write for example "class,ok,fraud", then a line for each true class`,
    );
  }
  const builder = new CostBuilder(classes);
  for (const { cells, place } of rows) {
    const [trueClass, ...costs] = cells;
    if (costs.length !== actions.length) {
      throw new InputError(
        `${place}: there are ${countOf(costs.length, 'cost')} for ${quote(trueClass)}, but ${countOf(actions.length, 'action')}`,
      );
    }
    costs.forEach((cost, i) => {
      if (cost === '') return;
      builder.set(
        trueClass,
        actions[i],
        cost,
        `${place}: the cost of ${quote(actions[i])} for ${quote(trueClass)}`,
      );
    });
  }
  return builder.finish(`${name}: `);
}

/** The cells of a line, within double quotes or without. */
function cellsOf(line: string, delimiter: string): string[] {
  return splitOutsideQuotes(line, delimiter, '').map((cell) => {
    const [, quoted] = /^\s*"(.*)"\s*$/.exec(cell) ?? [];
    return quoted === undefined ? cell.trim() : quoted.replaceAll('""', '"');
  });
}

const OF_COSTS = { optionNames: ['costs'] };

class CostBuilder {
  readonly #names: readonly string[];
  readonly #indices: ReadonlyMap<string, number>;
  /** By action, then by class; -1 for any class. */
  readonly #costs = new Map<number, Map<number, number>>();
  readonly #reviewAt: number;

  constructor(classes: readonly Label[]) {
    this.#names = classes.map(String);
    this.#indices = new Map(this.#names.map((name, c) => [name, c]));
    this.#reviewAt = this.#names.length;
  }

  set(trueClass: string, action: string, costText: string, place: string): void {
    const c = this.#indices.get(trueClass) ?? (trueClass === ANY ? -1 : undefined);
    if (c === undefined) {
      throw new InputError(
        `${place}: ${quote(trueClass)} is not a class.${didYouMean(trueClass, this.#names)} Classes: ${listNames(this.#names)}`,
        OF_COSTS,
      );
    }
    const a = this.#indices.get(action) ?? (action === REVIEW ? this.#reviewAt : undefined);
    if (a === undefined) {
      const known = [...this.#names, REVIEW];
      throw new InputError(
        `${place}: ${quote(action)} is not an action.${didYouMean(action, known)} Actions: the classes and ${REVIEW}`,
        OF_COSTS,
      );
    }
    const cost = parseNumber(costText);
    if (!(cost >= 0))
      throw new InputError(`${place} is ${quote(costText)}: give a number from 0 up`, OF_COSTS);
    const ofAction = this.#costs.get(a) ?? new Map<number, number>();
    if (ofAction.has(c)) throw new InputError(`${place}: the cost is given twice`, OF_COSTS);
    this.#costs.set(a, ofAction.set(c, cost));
  }

  /** @param place before the message of an error */
  finish(place: string): CostMatrix {
    const review = this.#costs.has(this.#reviewAt);
    const actions = review ? [...this.#names, REVIEW] : this.#names;
    const missing: string[] = [];
    const costs = this.#names.map((name, c) =>
      actions.map((action, a) => {
        const ofAction = this.#costs.get(a);
        const cost = ofAction?.get(c) ?? (a === c ? 0 : ofAction?.get(-1));
        if (cost === undefined) missing.push(`${name}:${action}`);
        return cost ?? 0;
      }),
    );
    if (missing.length > 0) {
      throw new InputError(
        `${place}there is no cost for ${listNames(missing)} (true class:action): give one for each`,
        OF_COSTS,
      );
    }
    return { review, costs };
  }
}

/** `text` at each `separator` that is not within double quotes. Behind `escapeSign` a quote is a character like others. */
export function splitOutsideQuotes(text: string, separator: string, escapeSign = '\\'): string[] {
  const parts = [''];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === escapeSign && quoted) {
      parts[parts.length - 1] += text.slice(i, i + 2);
      i++;
      continue;
    }
    if (text[i] === '"') quoted = !quoted;
    if (text[i] === separator && !quoted) parts.push('');
    else parts[parts.length - 1] += text[i];
  }
  return parts;
}

/** A label as it is, or as a JSON string. */
export function unquoted(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return trimmed;
  try {
    return String(JSON.parse(trimmed));
  } catch {
    throw new InputError(`${trimmed} is not a label in double quotes`);
  }
}
