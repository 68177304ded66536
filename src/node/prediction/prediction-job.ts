/** The predictions of a fitted classifier, in a worker thread. */
import type { ModelTensor } from '../../classifiers/contract/classifier.js';
import { InputError } from '../../errors.js';
import { findClassifier } from '../../pipeline/find-classifier.js';

export interface HeldClassifier {
  readonly name: string;
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
}

/** Rows x columns, and where their probabilities go; both in shared memory. */
export interface PredictionPart {
  readonly input: Float32Array | Float64Array;
  readonly output: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** A task gives whether its rows could be predicted: false for values that the classifier refuses. */
export async function openJob({ name, state, tensors }: HeldClassifier) {
  const classifier = await findClassifier(name).load(state, tensors);
  return async ({ input, output, rows, columns }: PredictionPart): Promise<boolean> => {
    try {
      const { data } = await classifier.predictProba({ data: input, rows, columns });
      output.set(data);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  };
}
