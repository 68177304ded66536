/** A thread of `PredictionThreads`: holds a fitted classifier, and predicts the rows that it is given. */
import '../v8-flags.js';
import { Tinypool } from 'tinypool';
import type { ModelTensor } from '../../classifiers/classifier.js';
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

const { name, state, tensors } = Tinypool.workerData as HeldClassifier;
const classifier = await findClassifier(name).load(state, tensors);

/** Whether the rows could be predicted: false for values that the classifier refuses. */
export default async function predictPart({
  input,
  output,
  rows,
  columns,
}: PredictionPart): Promise<boolean> {
  try {
    const { data } = await classifier.predictProba({ data: input, rows, columns });
    output.set(data);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
