/** What a row of a request to a model may hold. */
import * as z from 'zod';
import { absentKey, knownKeys, notAnObject, readCell, unknownKey } from '../../pipeline/rows-table.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { isKept, type KeptColumn } from '../../tables/preparation/fitted-columns.js';
import { quote } from '../../text/name-list.js';
import { type Problem, ServiceError } from '../errors/service-error.js';
import type { ServedRow } from '../scoring/scorer.js';
import { columnSchema } from './column-schema.js';
import { type TypicalValue, typicalValues } from './typical-values.js';

/** Problems that an answer lists. */
const MOST_PROBLEMS = 20;
/** zod leaves this key out of every object, as a defence, so it is checked apart. */
const UNSAFE_KEY = '__proto__';

export class RowSchema {
  /** The columns that a row must have, in the order of training. */
  readonly columns: readonly KeptColumn[];
  /** A value of each of them, for examples. */
  readonly typical: ReadonlyMap<string, TypicalValue>;
  /** Of one row. */
  readonly schema: z.ZodType;

  readonly #model: TableClassifier;
  readonly #names: readonly string[];
  readonly #hasUnsafeKey: boolean;

  constructor(model: TableClassifier) {
    const { preparation } = model;
    this.#model = model;
    this.columns = preparation.inputColumns.filter(isKept);
    this.typical = typicalValues(model);
    this.#names = this.columns.map(({ name }) => name);
    const known = knownKeys(preparation);
    this.#hasUnsafeKey = known.has(UNSAFE_KEY);
    const used = this.columns.map(
      (column) =>
        [column.name, columnSchema(column, preparation, this.typical.get(column.name) ?? null)] as const,
    );
    const usedNames = new Set(this.#names);
    const ignored = [...known]
      .filter((name) => !usedNames.has(name))
      .map((name) => [name, z.unknown().optional().meta({ description: 'Ignored.' })] as const);
    this.schema = z.strictObject(Object.fromEntries([...used, ...ignored]));
  }

  /**
   * The same rows.
   *
   * @param first the number of rows before these in the request
   * @throws ServiceError with the problems of the rows, at most twenty
   */
  checked(rows: readonly unknown[], first = 0): readonly ServedRow[] {
    let problems: Problem[] | undefined;
    for (let i = 0; i < rows.length; i++) {
      if (this.schema.safeParse(rows[i]).success && !this.#hasUnsafeKey) continue;
      problems ??= [];
      problems.push(...this.#problemsOf(rows[i], first + i));
      if (problems.length >= MOST_PROBLEMS) break;
    }
    if (problems === undefined || problems.length === 0) return rows as readonly ServedRow[];
    throw new ServiceError('bad_request', problems[0].message, problems.slice(0, MOST_PROBLEMS));
  }

  #problemsOf(row: unknown, index: number): Problem[] {
    const place = `rows[${index}]`;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return [{ row: index, message: `${place} is ${notAnObject(row)}` }];
    }
    const { preparation } = this.#model;
    const known = knownKeys(preparation);
    const unknown = Object.keys(row)
      .filter((key) => !known.has(key))
      .slice(0, MOST_PROBLEMS)
      .map((key) => ({
        row: index,
        column: key,
        message: `${place} has the key ${unknownKey(key, this.#names)}`,
      }));
    const wrong = this.columns.flatMap((column): Problem[] => {
      const { name } = column;
      const at = { row: index, column: name };
      if (!Object.hasOwn(row, name)) return [{ ...at, message: `${place} has ${absentKey(name)}` }];
      const read = readCell((row as Record<string, unknown>)[name], column, preparation);
      return 'wrong' in read ? [{ ...at, message: `${place}, key ${quote(name)}: ${read.wrong}` }] : [];
    });
    return [...unknown, ...wrong];
  }
}
