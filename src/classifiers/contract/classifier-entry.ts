/** A classifier's entry in the registry: defined once, beside its class, which uses it too. */
import type * as z from 'zod';
import type { ColumnForm } from '../../matrix.js';
import type { ClassifierName } from '../names.js';
import type { Classifier, ModelTensor } from './classifier.js';
import type { EffectRule } from './option-effects.js';
import type { SearchSpace } from './search-space.js';

/** Option names with the values to try: every combination is a candidate (scikit-learn's `param_grid`). */
export type ParameterGrid = Readonly<Record<string, readonly unknown[]>>;

/** Name, options and capabilities of a classifier. */
export interface ClassifierDescription<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: ClassifierName;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: Schema;
  /**
   * Under which options and rows others have no effect (`effectNotices`), for the classifier's own options. Default: all have
   * one.
   */
  readonly rules?: readonly EffectRule<never>[];
  /** The default grid of a search: a few values of the options that matter most. */
  readonly grid?: ParameterGrid;
  /** What a search by halving or at random draws. */
  readonly space: SearchSpace;
  /**
   * Options that score better than the defaults, which are those of the original: `auto` and comparisons use them where no
   * others are given.
   */
  readonly improved?: Readonly<Record<string, unknown>>;
  /** What weights of rows and classes affect, and what they do not: sentences for the documentation. */
  readonly weights: string;
  /** The preferred form of X. */
  readonly form: ColumnForm;
  /** Whether NaN in X is accepted as a missing value; otherwise it is an error. */
  readonly acceptsMissing: boolean;
  /** Whether `fit` takes a `sampleWeight`; otherwise it is an error. */
  readonly acceptsSampleWeight: boolean;
  readonly categories: CategoryUse;
}

/**
 * What a model is given for columns of categories:
 *
 * - `encoded`: numbers, by a `CategoryEncoder`.
 * - `split`: codes of columns with few levels, which trees split into subsets; others encoded.
 * - `codes`: all codes, which ensembles pass on to their members.
 */
export type CategoryUse = 'encoded' | 'split' | 'codes';

export interface ClassifierEntry<Schema extends z.ZodObject = z.ZodObject>
  extends ClassifierDescription<Schema> {
  /** An unfitted classifier. Throws `InputError` naming the invalid option. */
  create(options?: Record<string, unknown>): Classifier;
  /** A fitted classifier from the results of `toJSON()` and `tensors()`. Throws `InputError` if they are damaged. */
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

/** A class that extends `LearningClassifier`. */
interface ClassifierClass {
  // The schema checks the options, so any object may be passed here.
  new (options?: never): Classifier;
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

type Capability = 'form' | 'acceptsMissing' | 'acceptsSampleWeight' | 'categories';

/**
 * The entry of a class, which passes it to the constructor of `LearningClassifier`. By default it takes `scaled` rows
 * without missing values, sample weights, and categories encoded as numbers.
 */
export function classifierEntry<Schema extends z.ZodObject>(
  Class: ClassifierClass,
  fields: Omit<ClassifierDescription<Schema>, Capability | 'rules'> &
    Partial<Pick<ClassifierDescription, Capability>> & {
      readonly rules?: readonly EffectRule<NoInfer<z.output<Schema>>>[];
    },
): ClassifierEntry<Schema> {
  return {
    form: 'scaled',
    acceptsMissing: false,
    acceptsSampleWeight: true,
    categories: 'encoded',
    ...fields,
    create: (options) => new Class(options as never),
    load: (json, tensors) => Class.load(json, tensors),
  };
}
