/**
 * Converts a table to the matrix that a classifier takes: fitted on the training rows, then applied unchanged to other
 * tables. Nothing outside the training rows is used, except to check that a column holds only numbers: so a stray word
 * in any row is an error at once, not at the end.
 */
import { InputError } from '../../errors.js';
import type { ColumnForm, ColumnScale, FeatureMatrix, Matrix } from '../../matrix.js';
import { firstIssues } from '../../text/first-issues.js';
import { quote } from '../../text/name-list.js';
import { BlockConflictError } from '../block-conflict.js';
import type { Column, NumericColumn, Table } from '../table.js';
import { areAlike } from './alike-columns.js';
import { dependsOnSpelling } from './block-columns.js';
import { BlockState } from './block-state.js';
import type { ColumnOverrides } from './column-overrides.js';
import { LINEAR_TO_VERSION_1 } from './column-scale.js';
import { fitColumn, outputLevels, outputNames, outputScales, writeColumn } from './column-steps.js';
import { typeColumns } from './column-types.js';
import {
  canonicalName,
  columnsByName,
  ignoredColumns,
  matchColumns,
  requireColumns,
} from './columns-by-name.js';
import {
  dateDifferenceName,
  dateDifferenceScale,
  type FittedDateDifference,
  fitDateDifferences,
  writeDateDifference,
} from './dates/date-differences.js';
import { unreadDatesRemark } from './dates/date-step.js';
import { type FittedColumn, type FittedNumeric, isKept, type KeptColumn } from './fitted-columns.js';
import { DEFAULT_MEMORY_LIMIT, matrixTooLarge } from './matrix-size.js';
import { missingCells, missingWordTest, withoutWords } from './missing-words.js';
import { acceptsNumber } from './numbers/numbers-as-trained.js';
import { readNumber } from './numeric-cells.js';
import { readingContext } from './reading-context.js';
import { allRefused } from './refused-columns.js';
import { noticesOf } from './remarks.js';
import { resolveRows, rowRange } from './resolve-rows.js';
import { RowWriter } from './row-writer.js';
import {
  type SavedPreparation,
  SavedPreparationSchema,
  type SavedWords,
  type Version,
} from './saved-preparation.js';

export interface PreparationLimits {
  /** `prepare` refuses a larger matrix; default 2 GiB. Not saved. */
  readonly memoryLimitBytes?: number;
}

export interface PreparationOptions extends ColumnOverrides, PreparationLimits {}

export interface PrepareOptions {
  /**
   * Missing numeric and boolean cells stay NaN instead of becoming the median, for classifiers with
   * `acceptsMissing`; default false. The indicator columns exist either way.
   */
  readonly keepMissing?: boolean;
  /**
   * `scaled` (default): numeric columns scaled (`scaledValue`), 32 bits. `values`: unscaled, 64 bits, for
   * classifiers of that `form`; the matrix holds their scales. 0/1 columns are the same in both.
   */
  readonly form?: ColumnForm;
  /** What the rows are called in notices about their cells, such as `test rows`; default they are not named. */
  readonly rowsName?: string;
}

export interface Prepared<X extends FeatureMatrix = Matrix & Pick<FeatureMatrix, 'categories'>> {
  /** One row per requested row, in that order; all values finite (or NaN with `keepMissing`). */
  readonly matrix: X;
  /** For the user: ignored columns, values not seen in training. */
  readonly notices: readonly string[];
}

/** A table prepared block by block. */
export interface PreparedBlocks {
  /** The matrix of the next rows. Throws as `Preparation.prepare`, and `BlockConflictError`. */
  prepare(block: Table): FeatureMatrix;
  /** The notices, once all rows are prepared. Throws `InputError` for what only all rows show. */
  finish(): readonly string[];
}

/** A saved preparation whose arrays may be shared. */
type Fitted = Omit<SavedPreparation, 'columns' | 'notices'> & {
  readonly columns: readonly FittedColumn[];
  readonly notices: readonly string[];
};

/** Converts a table to the matrix that a classifier takes. Fitted on the training rows, then applied unchanged to other tables. */
export class Preparation {
  /** Every column of the training table except the target, in its order, as fitted. */
  readonly inputColumns: readonly FittedColumn[];
  /** The names of the matrix's columns. */
  readonly featureNames: readonly string[];
  /** The name of the input column of each of the matrix's columns. */
  readonly featureColumns: readonly string[];
  /** The names of the input columns that give no feature. */
  readonly droppedColumns: readonly string[];
  /** The number of levels of each of the matrix's columns, null for a column of numbers. */
  readonly levels: readonly (number | null)[];
  /** Name of the target column, if there was one. */
  readonly target: string | undefined;
  /** For the user: the columns that `fit` dropped, and why. */
  readonly notices: readonly string[];

  readonly #kept: readonly KeptColumn[];
  readonly #differences: readonly FittedDateDifference[];
  readonly #memoryLimit: number;
  readonly #version: Version;
  readonly #words: SavedWords;
  readonly #hasCategories: boolean;
  #scaling: readonly (ColumnScale | null)[] | undefined;

  private constructor(fitted: Fitted, limits: PreparationLimits) {
    this.inputColumns = fitted.columns;
    this.target = fitted.target ?? undefined;
    this.notices = fitted.notices;
    this.#kept = fitted.columns.filter(isKept);
    this.droppedColumns = fitted.columns.filter((column) => !isKept(column)).map(({ name }) => name);
    this.#differences = fitted.dateDifferences ?? [];
    this.featureNames = [...this.#kept.flatMap(outputNames), ...this.#differences.map(dateDifferenceName)];
    this.featureColumns = [
      ...this.#kept.flatMap((column) => outputNames(column).map(() => column.name)),
      ...this.#differences.map(({ to }) => to.name),
    ];
    this.levels = [...this.#kept.flatMap(outputLevels), ...this.#differences.map(() => null)];
    this.#hasCategories = this.levels.some((levels) => levels !== null);
    this.#version = fitted.version;
    this.#words = fitted.words ?? { missing: [], keepWords: [] };
    this.#memoryLimit = limits.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT;
  }

  /**
   * Infers the types of the columns (`typeColumns`) and fits each one on `rows` (default all) of `table`. The column
   * `target` is skipped; the table need not have it.
   *
   * Throws `InputError` if there are no rows, an override matches no column, a column of numbers has a few cells of
   * text, or no column is left.
   */
  static fit(
    table: Table,
    rows?: Int32Array,
    target?: string,
    options: PreparationOptions = {},
  ): Preparation {
    const chosen = resolveRows(table, rows);
    if (chosen.length === 0) {
      throw new InputError(`${table.source}: there are no training rows to fit the preparation on`);
    }
    const { types, notices } = typeColumns(table, { rows: chosen, target, overrides: options });
    const { missing = [], keepWords = [] } = options;
    const columns = columnsByName(withoutWords(table, missing));
    const context = readingContext(table, options);
    const scratch = new Float64Array(chosen.length);
    const fitted = types.map((type) => fitColumn(type, columns.get(type.name)!, chosen, context, scratch));
    if (!fitted.some((column) => isKept(column) && outputNames(column).length > 0)) {
      throw new InputError(
        `${table.source}: no feature column is left.${notices.map((notice) => ` ${notice}.`).join('')} ` +
          '--numeric NAME or --categorical NAME keeps a column',
      );
    }
    const dates = fitted.flatMap((each) =>
      each.kind === 'date' ? [context.readDates(columns.get(each.name)!, each.format)] : [],
    );
    return new Preparation(
      {
        version: 3,
        target: target ?? null,
        columns: fitted,
        dateDifferences: fitDateDifferences(dates, chosen),
        notices: [...notices, ...noticesOf(dates.map((each) => unreadDatesRemark(each, chosen)))],
        words: { missing: [...missing], keepWords: [...keepWords] },
      },
      options,
    );
  }

  /** Restores a preparation from `toJSON()`. Throws `InputError` for anything else. */
  static fromJSON(value: unknown, limits: PreparationLimits = {}): Preparation {
    const parsed = SavedPreparationSchema.safeParse(value);
    if (!parsed.success) {
      throw new InputError(`this is not a saved preparation:\n${firstIssues(parsed.error)}`);
    }
    return new Preparation(parsed.data, limits);
  }

  /**
   * The matrix of `rows` (default all) of `table`, rows x `featureNames.length`. Columns are found by name, in any
   * order; unknown columns are ignored with a notice.
   *
   * Throws `InputError` if a column is missing, numeric ones hold text (with column, value and data row of each), or the
   * matrix would exceed the memory limit.
   */
  prepare(table: Table, rows?: Int32Array, options?: PrepareOptions & { readonly form?: 'scaled' }): Prepared;
  prepare(table: Table, rows?: Int32Array, options?: PrepareOptions): Prepared<FeatureMatrix>;
  prepare(
    table: Table,
    rows?: Int32Array,
    { keepMissing = false, form = 'scaled', rowsName }: PrepareOptions = {},
  ): Prepared<FeatureMatrix> {
    const state = new BlockState(true);
    const matrix = this.#write(table, resolveRows(table, rows), state, { keepMissing, form });
    const refused = state.errors();
    if (refused.length > 0) throw allRefused(table.source, refused);
    return { matrix, notices: state.notices(rowsName) };
  }

  /**
   * The matrices of a table that comes in blocks, the same as those of the whole table: rows are prepared in the order of
   * the blocks, and what all rows together show is known at the end.
   */
  blocks({ keepMissing = false, form = 'scaled', rowsName }: PrepareOptions = {}): PreparedBlocks {
    const state = new BlockState(false);
    let source = '';
    return {
      prepare: (block) => {
        source = block.source;
        return this.#write(block, rowRange(block.rows), state, { keepMissing, form });
      },
      finish: () => {
        state.requireColumns();
        const refused = state.errors();
        if (refused.length > 0) throw allRefused(source, refused);
        return state.notices(rowsName);
      },
    };
  }

  /** The columns whose cells a table in blocks must have as typed, for `ReadTableOptions.spellings`. */
  get spelledColumns(): Pick<ReadonlySet<string>, 'has'> {
    const names = new Set(this.#kept.filter(dependsOnSpelling).map(({ name }) => canonicalName(name)));
    return { has: (name) => names.has(canonicalName(name)) };
  }

  #write(
    table: Table,
    chosen: Int32Array,
    state: BlockState,
    { keepMissing, form }: Required<Pick<PrepareOptions, 'keepMissing' | 'form'>>,
  ): FeatureMatrix {
    const known = withoutWords(table, this.#words.missing);
    const columns = this.#columnsOf(known, state);
    const matrix = this.emptyMatrix(chosen.length, form);
    const { data, columns: width } = matrix;
    const cellForm = { keepMissing, form, linearTo: this.#linearTo };
    const context = readingContext(table, this.#words, state.notations);
    const refused: InputError[] = [];
    let offset = 0;
    for (const fitted of this.#kept) {
      const destination = { data, columns: width, offset, ...cellForm };
      offset += outputNames(fitted).length;
      try {
        const written = writeColumn(fitted, columns.get(fitted.name)!, chosen, context, destination);
        state.remarks.add(written.remarks);
        state.addUnusual({ name: fitted.name, cells: chosen.length, ...written });
      } catch (error) {
        if (!(error instanceof InputError) || error instanceof BlockConflictError) throw error;
        refused.push(error);
      }
    }
    if (refused.length > 0) throw allRefused(table.source, [...refused, ...state.errors()]);
    for (const difference of this.#differences) {
      const [from, to] = [difference.from, difference.to].map(({ name, format }) =>
        context.readDates(columns.get(name)!, format),
      );
      writeDateDifference(difference, from, to, chosen, {
        data,
        columns: width,
        offset: offset++,
        ...cellForm,
      });
    }
    return matrix;
  }

  /**
   * A matrix of zeros for this number of prepared rows, which a `rowWriter` of the same form can fill.
   *
   * @throws InputError if it would exceed the memory limit
   */
  emptyMatrix(rows: number, form: ColumnForm): FeatureMatrix {
    const columns = this.featureNames.length;
    const Floats = form === 'scaled' ? Float32Array : Float64Array;
    const bytes = rows * columns * Floats.BYTES_PER_ELEMENT;
    if (bytes > this.#memoryLimit)
      throw matrixTooLarge({ rows, columns, bytes }, this.#memoryLimit, this.#widest());
    if (form === 'values') this.#scaling ??= this.scaling;
    return {
      data: new Floats(rows * columns),
      rows,
      columns,
      ...(form === 'values' && { scaling: this.#scaling }),
      ...(this.#hasCategories && { categories: this.levels }),
    };
  }

  /** Prepares rows one by one: the columns that they need are the kept ones of `inputColumns`, in their order. */
  rowWriter({ keepMissing, form }: Required<Pick<PrepareOptions, 'keepMissing' | 'form'>>): RowWriter {
    return new RowWriter(this.#kept, this.#differences, {
      keepMissing,
      form,
      linearTo: this.#linearTo,
      missing: missingCells(this.#words.missing),
      isMissing: missingWordTest(this.#words),
    });
  }

  /** The columns of the table by their names in training. */
  #columnsOf(table: Table, state: BlockState): Map<string, Column> {
    const columns = matchColumns(table, this.#knownNames());
    const names = this.#kept.map(({ name }) => name);
    const require = () => requireColumns(table, columns, names);
    state.ignored = ignoredColumns(table, columns);
    const blocks = state.columns;
    if (blocks === undefined || table.reading?.format !== 'jsonl') require();
    else state.requireColumns = require;
    if (blocks === undefined) return columns;
    const typed = new Map(columns);
    for (const fitted of this.#kept) {
      const { name } = fitted;
      const column = columns.get(name);
      const before = state.namesFound.get(name);
      if (before !== undefined && before !== column?.name) {
        throw new BlockConflictError(`${table.source}: a later row has another key like ${quote(name)}`);
      }
      if (column === undefined) typed.set(name, missingColumn(name, table.rows));
      else {
        state.namesFound.set(name, column.name);
        typed.set(
          name,
          blocks.typed(fitted, column, table, (numbers, texts) =>
            areAlike(fitted, numbers, texts, this.#words),
          ),
        );
      }
    }
    return typed;
  }

  /** How the form `scaled` scales each of the matrix's columns; null for one that it leaves unchanged. */
  get scaling(): (ColumnScale | null)[] {
    return [...this.#kept.flatMap(outputScales), ...this.#differences.map(dateDifferenceScale)];
  }

  /** Whether a text can be a cell of a numeric column (`acceptsNumber`). */
  acceptsNumber(column: FittedNumeric, text: string): boolean {
    return acceptsNumber(column, text, missingWordTest(this.#words));
  }

  /** Whether a text is a number in the format of the column's training cells, or missing. */
  readsAsTrained({ format }: FittedNumeric, text: string): boolean {
    return readNumber(text, { format, isMissing: missingWordTest(this.#words) }) !== undefined;
  }

  /** The fitted preparation as plain JSON; `fromJSON` restores it bit for bit. */
  toJSON(): SavedPreparation {
    const { missing, keepWords } = this.#words;
    return {
      version: this.#version,
      target: this.target ?? null,
      columns: [...this.inputColumns],
      notices: [...this.notices],
      ...(this.#differences.length > 0 && { dateDifferences: [...this.#differences] }),
      ...((missing.length > 0 || keepWords.length > 0) && { words: { missing, keepWords } }),
    };
  }

  get #linearTo(): number | undefined {
    return this.#version === 1 ? LINEAR_TO_VERSION_1 : undefined;
  }

  #knownNames(): string[] {
    const names = this.inputColumns.map((column) => column.name);
    return this.target === undefined ? names : [...names, this.target];
  }

  #widest(): { name: string; columns: number } {
    const widths = this.#kept.map((column) => ({ name: column.name, columns: outputNames(column).length }));
    return widths.reduce((widest, next) => (next.columns > widest.columns ? next : widest));
  }
}

/** Of JSON, whose rows may lack a key. */
function missingColumn(name: string, rows: number): NumericColumn {
  return { kind: 'numeric', name, values: new Float32Array(rows).fill(Number.NaN) };
}
