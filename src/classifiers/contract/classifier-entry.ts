/** What the registry knows of a classifier. */
import type * as z from 'zod';
import type { Classifier, ModelTensor } from './classifier.js';
import type { ParameterGrid } from './parameter-grid.js';

export interface ClassifierEntry {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: z.ZodObject;
  /** The options that a search tries unless it is given others: few values, those that matter most. */
  readonly grid?: ParameterGrid;
  /** What weights of rows and classes affect, and what they do not: sentences for the documentation. */
  readonly weights: string;
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

/** The entry of a class, which adds nothing but its name, summary, options and grid. */
export function classifierEntry(
  Class: ClassifierClass,
  fields: Omit<ClassifierEntry, 'create' | 'load'>,
): ClassifierEntry {
  return {
    ...fields,
    create: (options) => new Class(options as never),
    load: (json, tensors) => Class.load(json, tensors),
  };
}
