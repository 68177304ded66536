/**
 * Converts a table to the matrix that a classifier takes: fitted on the training rows, then applied unchanged to other
 * tables. Nothing outside the training rows is used, except to check that a column holds only numbers: so a stray word
 * in any row is an error at once, not at the end.
 */
import { InputError } from '../../errors.js';
import type { ColumnForm, ColumnScale, FeatureMatrix } from '../../matrix.js';
import { firstIssues } from '../../text/first-issues.js';
import { BlockConflictError } from '../block-conflict.js';
import type { Table } from '../table.js';
import { dependsOnSpelling } from './block-columns.js';
import { BlockState } from './block-state.js';
import { LINEAR_TO_VERSION_1 } from './column-scale.js';
import { outputLevels, outputNames, outputScales, writeColumn } from './column-steps.js';
import { columnsAsTrained } from './columns-as-trained.js';
import { canonicalName } from './columns-by-name.js';
import {
  dateDifferenceName,
  dateDifferenceScale,
  type FittedDateDifference,
  writeDateDifference,
} from './dates/date-differences.js';
import { type FittedPreparation, fitPreparation } from './fit-preparation.js';
import { type FittedColumn, type FittedNumeric, isKept, type KeptColumn } from './fitted-columns.js';
import { DEFAULT_MEMORY_LIMIT, matrixTooLarge } from './matrix-size.js';
import { missingCells, missingWordTest, withoutWords } from './missing-words.js';
import { acceptsNumber } from './numbers/numbers-as-trained.js';
import { readNumber } from './numeric-cells.js';
import type {
  PreparationLimits,
  PreparationOptions,
  Prepared,
  PreparedBlocks,
  PrepareOptions,
} from './prepare-options.js';
import { readingContext } from './reading-context.js';
import { allRefused } from './refused-columns.js';
import { resolveRows, rowRange } from './resolve-rows.js';
import { RowWriter } from './row-writer.js';
import {
  type SavedPreparation,
  SavedPreparationSchema,
  type SavedWords,
  type Version,
} from './saved-preparation.js';

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

  private constructor(fitted: FittedPreparation, limits: PreparationLimits) {
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
    return new Preparation(fitPreparation(table, rows, target, options), options);
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
    const columns = columnsAsTrained(known, state, {
      kept: this.#kept,
      known: this.#knownNames(),
      words: this.#words,
    });
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
