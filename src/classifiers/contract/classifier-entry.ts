/** What the registry knows of a classifier: stated once, beside its class, and used by the class too. */
import type * as z from 'zod';
import type { ColumnForm } from '../../matrix.js';
import type { Classifier, ModelTensor } from './classifier.js';

/** Option names with the values to try: every combination is a candidate (scikit-learn's `param_grid`). */
export type ParameterGrid = Readonly<Record<string, readonly unknown[]>>;

/** What a classifier is, and what it takes. */
export interface ClassifierDescription<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: Schema;
  /** The options that a search tries unless it is given others: few values, those that matter most. */
  readonly grid?: ParameterGrid;
  /** What weights of rows and classes affect, and what they do not: sentences for the documentation. */
  readonly weights: string;
  /** The form of X that it learns best from. */
  readonly form: ColumnForm;
  /** Whether NaN in X stands for a missing value; otherwise it is refused. */
  readonly acceptsMissing: boolean;
  /** Whether `fit` takes a `sampleWeight`; otherwise it is refused. */
  readonly acceptsSampleWeight: boolean;
}

export interface ClassifierEntry<Schema extends z.ZodObject = z.ZodObject>
  extends ClassifierDescription<Schema> {
  /** An unfitted classifier. Throws `InputError` naming an option that is not valid. */
  create(options?: Record<string, unknown>): Classifier;
  /** A fitted classifier from what `toJSON()` and `tensors()` gave. Throws `InputError` if it is damaged. */
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

/** A class that extends `LearningClassifier`. */
interface ClassifierClass {
  // Its options are checked by its schema, so here any object will do.
  new (options?: never): Classifier;
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

type Capability = 'form' | 'acceptsMissing' | 'acceptsSampleWeight';

/**
 * The entry of a class, which in turn gives it to the constructor of `LearningClassifier`. By default it takes `scaled`
 * rows without missing values, and sample weights.
 */
export function classifierEntry<Schema extends z.ZodObject>(
  Class: ClassifierClass,
  fields: Omit<ClassifierDescription<Schema>, Capability> & Partial<Pick<ClassifierDescription, Capability>>,
): ClassifierEntry<Schema> {
  return {
    form: 'scaled',
    acceptsMissing: false,
    acceptsSampleWeight: true,
    ...fields,
    create: (options) => new Class(options as never),
    load: (json, tensors) => Class.load(json, tensors),
  };
}
