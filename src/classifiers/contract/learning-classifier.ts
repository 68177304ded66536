/**
 * Base class of all classifiers: checks of options, rows and labels, encoding of labels and categories, targets of one
 * class, row weights, saving and loading.
 *
 * Rows of weight 0 are dropped first. A class without other rows stays in `classes` and always has probability 0.
 *
 * A classifier implements `learn`, which returns a `FittedModel`, and `revive`, which restores that model from its
 * saved state.
 */
import type * as z from 'zod';
import { checkCodes, checkFinite, checkShape } from '../../check-matrix.js';
import { labelsOfRows } from '../../decision/argmax.js';
import { InputError, NotFittedError } from '../../errors.js';
import {
  type ColumnForm,
  type FeatureMatrix,
  inSinglePrecision,
  type Label,
  type Matrix,
} from '../../matrix.js';
import { checkOptions } from '../../options/check-options.js';
import { parseOptions } from '../../options/parse-options.js';
import { splitRules } from '../../tables/split/split-rules.js';
import { listNames } from '../../text/name-list.js';
import type { LabelledRows } from '../../training/training-data.js';
import { fitCategoryEncoder } from '../encoding/fit-category-encoder.js';
import { InputColumns } from '../encoding/input-columns.js';
import {
  type Categories,
  categoriesOf,
  checkSampleWeight,
  checkTrainingInput,
  FIT_OPTION_TYPES,
} from './check-input.js';
import type { ClassWeight } from './class-weight.js';
import type { Classifier, FitOptions, ModelTensor, ValidationRows } from './classifier.js';
import type { CategoryUse, ClassifierDescription } from './classifier-entry.js';
import { bySource, type Contributions } from './contributions.js';
import type {
  FitResult,
  FittedModel,
  FittedShape,
  LearningControl,
  LearningProblem,
} from './fitted-model.js';
import { checkLabels, LabelEncoder } from './labels.js';
import { learnableRows } from './learnable-rows.js';
import { effectNotices } from './option-effects.js';
import { checkedProbabilities, spread } from './probabilities.js';
import { damaged, listArrays, parseSavedClassifier } from './saved-classifier.js';

/** The seed of the folds of target encoding, for a classifier without the option `seed`. */
const DEFAULT_SEED = 42;

interface Fitted {
  readonly encoder: LabelEncoder;
  readonly input: InputColumns;
  /** The classes of the model as indices into all classes, ascending. */
  readonly learned: readonly number[];
  /** Undefined for a single class. */
  readonly model: FittedModel | undefined;
}

export abstract class LearningClassifier<Schema extends z.ZodObject, Model extends FittedModel = FittedModel>
  implements Classifier
{
  /** The registry's name. */
  readonly name: string;
  /** Whether NaN in X is accepted as a missing value; otherwise it is an error. */
  readonly acceptsMissing: boolean;
  /** Whether `fit` takes a `sampleWeight`; otherwise it is an error. */
  readonly acceptsSampleWeight: boolean;
  /** The resolved options, as they are saved. */
  readonly options: z.output<Schema>;
  readonly #preferredForm: ColumnForm;
  readonly #categories: CategoryUse;
  readonly #description: ClassifierDescription<Schema>;
  #fitted: Fitted | undefined;

  /**
   * @param description the entry of the class
   * @throws InputError naming the option, its value and what is allowed.
   */
  constructor(description: ClassifierDescription<Schema>, options: z.input<Schema>) {
    this.options = parseOptions(description.name, description.options, options);
    this.name = description.name;
    this.acceptsMissing = description.acceptsMissing;
    this.acceptsSampleWeight = description.acceptsSampleWeight;
    this.#preferredForm = description.form;
    this.#categories = description.categories;
    this.#description = description;
  }

  /** Options that earlier versions saved and that no longer exist: ignored in a saved classifier. */
  static readonly formerOptions: readonly string[] = [];

  /** A fitted classifier from the results of `toJSON()` and `tensors()`. Throws `InputError` if they do not match. */
  static async load<
    C extends Classifier & {
      /** Restores a saved state. */
      restore(json: unknown, tensors: Map<string, ModelTensor>): Promise<C>;
    },
  >(
    this: (new (options?: never) => C) & { readonly formerOptions: readonly string[] },
    json: unknown,
    tensors: Map<string, ModelTensor>,
  ): Promise<C> {
    const options = (json as { options?: unknown } | null | undefined)?.options;
    // biome-ignore lint/complexity/noThisInStatic: it is the class that is loaded, which overrides the list.
    return new this(without(options, this.formerOptions) as never).restore(json, tensors);
  }

  /** Fits a model on two or more classes. */
  protected abstract learn(problem: LearningProblem, control: LearningControl): Promise<FitResult>;

  /**
   * The model whose `toJSON` and `tensors` returned `state` and `tensors`. The shapes of the tensors have been
   * checked against the saved list, and all values are finite. Throws `InputError` (see `damaged`) for a state that
   * cannot predict.
   */
  protected abstract revive(
    state: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): Model | Promise<Model>;

  get form(): ColumnForm {
    const model = this.#fitted?.model;
    return model === undefined ? this.#preferredForm : (model.form ?? 'scaled');
  }

  get isFitted(): boolean {
    return this.#fitted !== undefined;
  }

  get classes(): readonly Label[] {
    return this.#state().encoder.classes;
  }

  /** Number of columns of X. */
  get columns(): number {
    return this.#state().input.count;
  }

  /** The fitted model, with its own class indices (`learnedClasses`); undefined for a single class. */
  protected get learned(): Model | undefined {
    return this.#state().model as Model | undefined;
  }

  /** The classes of `learned` as indices into `classes`, ascending. */
  protected get learnedClasses(): readonly number[] {
    return this.#state().learned;
  }

  /** The sum, for each column of X, of the values of the columns that the model is given for it. */
  protected sumByColumn(values: Float32Array): Float32Array {
    return this.#state().input.sumByColumn(values);
  }

  /** Checks rows to predict; returns `learned` and the rows in its form, with categories encoded. */
  protected modelFor(given: FeatureMatrix): { readonly model: Model | undefined; readonly X: Matrix } {
    const { X, fitted } = this.#ready(given);
    return { X, model: fitted.model as Model | undefined };
  }

  async fit(features: FeatureMatrix, y: readonly Label[], options: FitOptions = {}): Promise<this> {
    checkOptions(`fit of ${this.name}`, options, FIT_OPTION_TYPES);
    checkShape(features);
    const X = this.#preferredForm === 'scaled' ? inSinglePrecision(features) : features;
    checkTrainingInput(X, y, options.sampleWeight, this.acceptsMissing);
    if (options.sampleWeight !== undefined && !this.acceptsSampleWeight) {
      throw new InputError(`${this.name} does not accept sampleWeight: omit it, or use another classifier`);
    }
    const categories = categoriesOf(X);
    if (categories !== undefined) checkCodes(X, categories);
    options.signal?.throwIfAborted();
    const encoder = LabelEncoder.from(y);
    const given = options.validation === 'none' ? undefined : options.validation;
    const validation = given && this.#validationRows(X, categories, encoder, given);
    const { classWeight, seed = DEFAULT_SEED } = this.options as {
      readonly classWeight?: ClassWeight;
      readonly seed?: number;
    };
    const weights = options.sampleWeight && Float64Array.from(options.sampleWeight);
    const split = splitRules(X.rows, { groups: options.groups, times: options.times });
    const rows = { X, y: encoder.encode(y), weights, ...(split && { split }) };
    const { problem, learned, classWeights } = learnableRows(rows, encoder.classes, classWeight, validation);
    if (learned.length < encoder.classes.length) {
      const neverPredicted = encoder.classes.filter((_, c) => !learned.includes(c));
      options.onWarning?.(
        `classes that are never predicted because all their rows have weight 0: ${listNames(neverPredicted)}`,
      );
    }
    if (learned.length === 1) {
      this.#fitted = { encoder, input: new InputColumns(X.columns, categories), learned, model: undefined };
      return this;
    }
    this.#warnOfOptions(options, learned.length);
    const encoded =
      categories && this.#categories !== 'codes'
        ? fitCategoryEncoder(problem, categories, { seed, splits: this.#categories === 'split' })
        : undefined;
    const input = new InputColumns(X.columns, categories, encoded?.encoder);
    // Only a classifier of the form `values` gets 64-bit rows here, and its `learn` accepts both precisions.
    const { model, aborted } = await this.learn((encoded?.problem ?? problem) as LearningProblem, {
      ...options,
      mayHoldOut: options.validation !== 'none',
      labels: learned.map((c) => encoder.classes[c]),
      classWeights,
      columnNames: namesOf(X, options.columnNames),
      unusedColumns: options.unusedColumns ?? [],
      input,
    });
    if (model !== undefined) this.#fitted = { encoder, input, learned, model };
    if (aborted) throw options.signal?.reason;
    return this;
  }

  async predictProba(given: FeatureMatrix): Promise<Matrix> {
    const { X, fitted } = this.#ready(given);
    const { model, encoder, learned } = fitted;
    const probabilities = model
      ? checkedProbabilities(await model.probabilities(X), this.name)
      : { data: new Float32Array(X.rows).fill(1), rows: X.rows, columns: 1 };
    return spread(probabilities, learned, encoder.classes.length);
  }

  /** See `Classifier.contributions`; for subclasses whose models have it. */
  protected async contributionsOf(given: FeatureMatrix, label: Label): Promise<Contributions | undefined> {
    const { X, fitted } = this.#ready(given);
    const { encoder, input, learned, model } = fitted;
    const c = encoder.classes.indexOf(label);
    if (c < 0)
      throw new InputError(
        `${JSON.stringify(label)} is not one of the classes: ${listNames(encoder.classes)}`,
      );
    const output = learned.indexOf(c);
    if (model === undefined || output < 0) {
      const expected = output < 0 ? 0 : 1;
      return { scale: 'probability', expected, values: new Float64Array(X.rows * input.count) };
    }
    const found = await model.contributions?.(X, output);
    return found && bySource(found, input);
  }

  /** The class with the largest probability; of ties the first. */
  async predict(X: FeatureMatrix): Promise<Label[]> {
    return labelsOfRows(await this.predictProba(X), this.classes);
  }

  toJSON(): Record<string, unknown> {
    const { encoder, input, learned, model } = this.#state();
    return {
      options: this.options,
      classes: encoder.classes,
      ...(learned.length < encoder.classes.length && { learned }),
      ...input.toJSON(),
      model: model?.toJSON() ?? null,
      arrays: listArrays(this.tensors()),
    };
  }

  tensors(): Map<string, ModelTensor> {
    const { input, model } = this.#state();
    return input.withTensors(model?.tensors() ?? new Map());
  }

  /**
   * Restores a saved state. Throws `InputError` unless it matches `toJSON` and `tensors`, down to the name and shape
   * of every tensor.
   */
  async restore(json: unknown, tensors: Map<string, ModelTensor>): Promise<this> {
    const saved = parseSavedClassifier(json, tensors, this.name);
    const { classes, learned, model: state } = saved;
    const single = learned.length === 1;
    if (single !== (state === null)) {
      throw damaged(
        this.name,
        single ? 'it has a model for a single class' : 'it has several classes but no model',
      );
    }
    const input = InputColumns.revive(saved, tensors, single ? 'codes' : this.#categories, this.name);
    const shape = { ...input.ofModel, classes: learned.length };
    const model = single ? undefined : await this.revive(state, input.withoutTensors(tensors), shape);
    this.#fitted = { encoder: new LabelEncoder(classes), input, learned, model };
    return this;
  }

  #warnOfOptions({ validation, onWarning, warnsOfOptions = true }: FitOptions, classes: number): void {
    if (onWarning === undefined || !warnsOfOptions) return;
    const source = validation === undefined ? 'held out' : validation === 'none' ? 'none' : 'given';
    const setting = { validation: source, classes } as const;
    effectNotices(this.#description, { fits: [{ options: this.options, setting }] }).forEach(onWarning);
  }

  #state(): Fitted {
    if (!this.#fitted) throw new NotFittedError(this.name);
    return this.#fitted;
  }

  #ready(given: FeatureMatrix): { readonly fitted: Fitted; readonly X: Matrix } {
    const fitted = this.#state();
    const { input, model } = fitted;
    checkShape(given, input.count);
    const X = this.form === 'scaled' ? inSinglePrecision(given) : given;
    // The model does not know the columns of X if they are encoded.
    if (input.categories !== undefined || !model?.checksValues) checkFinite(X, this.acceptsMissing);
    input.checkCategories(X);
    // A model of the form `values` takes both precisions.
    return { fitted, X: input.forModel(X) as Matrix };
  }

  #validationRows(
    { data, columns }: FeatureMatrix,
    categories: Categories | undefined,
    encoder: LabelEncoder,
    validation: ValidationRows,
  ): LabelledRows<FeatureMatrix> {
    checkShape(validation.X, columns);
    const X = data instanceof Float32Array ? inSinglePrecision(validation.X) : validation.X;
    checkFinite(X, this.acceptsMissing);
    const input = new InputColumns(columns, categories);
    input.checkCategories(X);
    checkLabels(X, validation.y);
    const { y, sampleWeight } = validation;
    if (sampleWeight !== undefined) checkSampleWeight(sampleWeight, X.rows, 'validation.sampleWeight');
    return {
      X: input.forModel(X),
      y: encoder.encode(y),
      weights: sampleWeight && Float64Array.from(sampleWeight),
    };
  }
}

/** Throws `InputError` unless there is a name for each column. */
function namesOf({ columns }: FeatureMatrix, given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return Array.from({ length: columns }, (_, column) => String(column));
  if (given.length === columns) return given;
  throw new InputError(`columnNames has ${given.length} names for ${columns} columns of X`);
}

/** The options except those with these names; anything but an object is left to the check of the options. */
function without(options: unknown, names: readonly string[]): unknown {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}
