/**
 * Replaces the columns of categories in X by columns of numbers, for classifiers that do not split categories
 * themselves: each level of a column becomes the same few numbers in every row. `fitCategoryEncoder` fits it.
 */
import { type FeatureMatrix, floatsLike } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { damaged, requireBetween, requireData } from '../contract/saved-classifier.js';

/** The numbers that the levels of a column become. */
export interface LevelTable {
  readonly levels: number;
  /** Columns of numbers. */
  readonly width: number;
  /** levels x width */
  readonly values: Float32Array;
}

/** The tensor of the values of all tables, one after the other. */
export const TABLES = 'category_encoding';

/** Standardised values are smaller (`scaledValue`), and so are logarithms of counts. */
const LARGEST_VALUE = 2000;

export class CategoryEncoder {
  /** The column of X that each encoded column is made of. */
  readonly sources: Int32Array;

  /** @param tables of each column of X; null for a column of numbers */
  constructor(readonly tables: readonly (LevelTable | null)[]) {
    this.sources = Int32Array.from(
      tables.flatMap((table, column) => new Array<number>(table?.width ?? 1).fill(column)),
    );
  }

  /** Number of encoded columns. */
  get columns(): number {
    return this.sources.length;
  }

  /** X with its columns of categories replaced, in the same precision, with the scaling of the others. */
  transform({ data, rows, columns, scaling }: FeatureMatrix): FeatureMatrix {
    const { tables, columns: width } = this;
    const out = floatsLike<Float32Array | Float64Array>(data, rows * width);
    let start = 0;
    tables.forEach((table, column) => {
      for (let row = 0; row < rows; row++) {
        const value = data[row * columns + column];
        const to = row * width + start;
        if (table === null) out[to] = value;
        else for (let k = 0; k < table.width; k++) out[to + k] = table.values[value * table.width + k];
      }
      start += table?.width ?? 1;
    });
    const encoded = { data: out, rows, columns: width };
    if (scaling === undefined) return encoded;
    const scales = Array.from(this.sources, (column) => (tables[column] === null ? scaling[column] : null));
    return { ...encoded, scaling: scales };
  }

  /** The sum, for each column of X, of the values of the columns that it was encoded as. */
  sumOverSources(values: Float32Array): Float32Array {
    const sums = new Float64Array(this.tables.length);
    this.sources.forEach((column, encoded) => {
      sums[column] += values[encoded];
    });
    return Float32Array.from(sums);
  }

  /** The width of the table of each column of X, null for a column of numbers. */
  toJSON(): (number | null)[] {
    return this.tables.map((table) => table?.width ?? null);
  }

  tensor(): ModelTensor {
    const parts = this.tables.filter((table) => table !== null).map(({ values }) => values);
    const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const values of parts) {
      data.set(values, at);
      at += values.length;
    }
    return { dtype: 'F32', shape: [data.length], data };
  }

  /**
   * The encoder of which `toJSON` and `tensor` were saved.
   *
   * @param categories the levels of each column of X
   * @param name of the classifier, for messages
   * @throws InputError if they do not match, or a value is out of range.
   */
  static revive(
    widths: readonly (number | null)[],
    categories: readonly (number | null)[],
    tensors: Map<string, ModelTensor>,
    name: string,
  ): CategoryEncoder {
    const match =
      widths.length === categories.length &&
      widths.every((width, column) => (width === null) === (categories[column] === null));
    if (!match) throw damaged(name, 'its encoding is not of the columns that have categories');
    const sizes = widths.map((width, column) => (width ?? 0) * (categories[column] ?? 0));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const data = requireData(tensors, TABLES, [total], name, 'F32');
    requireBetween(data, -LARGEST_VALUE, LARGEST_VALUE, TABLES, name);
    let at = 0;
    const tables = widths.map((width, column) => {
      const levels = categories[column];
      if (width === null || levels === null) return null;
      const values = data.slice(at, at + width * levels);
      at += values.length;
      return { levels, width, values };
    });
    return new CategoryEncoder(tables);
  }
}
