/** The columns of X that a classifier was fitted on, and what its model is given for them. */
import { checkCodes } from '../../check-matrix.js';
import { type FeatureMatrix, withCategories } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { type Categories, checkSameCategories } from '../contract/check-input.js';
import type { CategoryUse } from '../contract/classifier-entry.js';
import { damaged, type SavedClassifier } from '../contract/saved-classifier.js';
import { CategoryEncoder, TABLES } from './category-encoder.js';

export class InputColumns {
  /**
   * @param count of X
   * @param categories of X; undefined if all columns are numbers
   * @param encoder undefined if X has no categories, or the model is given their codes
   */
  constructor(
    readonly count: number,
    readonly categories: Categories | undefined,
    readonly encoder?: CategoryEncoder,
  ) {}

  /** The columns that the model is given, and their categories if they hold codes. */
  get ofModel(): { readonly columns: number; readonly categories?: Categories } {
    const { count, categories, encoder } = this;
    const codes = encoder === undefined ? categories : encoder.categories;
    return { columns: encoder?.columns ?? count, ...(codes && { categories: codes }) };
  }

  /** The column of X that a column of the model holds or encodes. */
  sourceOf(column: number): number {
    return this.encoder?.sources[column] ?? column;
  }

  /** Throws `InputError` for a code of X that does not exist, and for other categories than these, if X has some. */
  checkCategories(X: FeatureMatrix): void {
    checkSameCategories(X, this.categories);
    if (this.categories !== undefined) checkCodes(X, this.categories);
  }

  /** What the model is given for X: its categories encoded, or named. */
  forModel(X: FeatureMatrix): FeatureMatrix {
    return this.encoder?.transform(X) ?? withCategories(X, this.categories);
  }

  /** The sum, for each column of X, of the values of the columns that the model is given for it. */
  sumByColumn(values: Float32Array): Float32Array {
    return this.encoder?.sumOverSources(values) ?? values;
  }

  /** Fields of a saved classifier. */
  toJSON(): Pick<SavedClassifier, 'columns' | 'categories' | 'encodedColumns'> {
    const { count, categories, encoder } = this;
    return {
      columns: count,
      ...(categories && { categories: [...categories] }),
      ...(encoder && { encodedColumns: encoder.toJSON() }),
    };
  }

  /** The tensors of the model and of the encoder. */
  withTensors(ofModel: Map<string, ModelTensor>): Map<string, ModelTensor> {
    return this.encoder ? new Map(ofModel).set(TABLES, this.encoder.tensor()) : ofModel;
  }

  /** The tensors that `withTensors` was given. */
  withoutTensors(tensors: Map<string, ModelTensor>): Map<string, ModelTensor> {
    return this.encoder ? new Map([...tensors].filter(([name]) => name !== TABLES)) : tensors;
  }

  /**
   * The columns of a saved classifier.
   *
   * @param use of categories by the classifier
   * @throws InputError if they do not match, or the encoder is damaged.
   */
  static revive(
    { columns, categories, encodedColumns }: SavedClassifier,
    tensors: Map<string, ModelTensor>,
    use: CategoryUse,
    name: string,
  ): InputColumns {
    const mustEncode = categories !== undefined && use === 'encoded';
    const mayEncode = categories !== undefined && use !== 'codes';
    if (encodedColumns === undefined ? mustEncode : !mayEncode) {
      throw damaged(name, `it has ${mustEncode ? 'no encodedColumns' : 'encodedColumns, but encodes none'}`);
    }
    if (categories === undefined || encodedColumns === undefined)
      return new InputColumns(columns, categories);
    const encoder = CategoryEncoder.revive(encodedColumns, categories, tensors, name, use === 'split');
    return new InputColumns(columns, categories, encoder);
  }
}
