/** The saved form of the parts of novelty scores of held-out rows. */
import { damaged, requireData } from '../../classifiers/contract/saved-classifier.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { NoveltyParts } from '../novelty/reference-rows.js';

const NAME = 'kept.novelty';

/** One tensor, parts x rows. */
export function heldOutTensors({ nearest, isolation, centroid }: NoveltyParts): [string, ModelTensor][] {
  const parts = [nearest, isolation, ...(centroid ? [centroid] : [])];
  const data = Float64Array.from(parts.flatMap((part) => [...part]));
  return [[NAME, { dtype: 'F64', shape: [parts.length, nearest.length], data }]];
}

/**
 * What `heldOutTensors` gave; undefined if there is none.
 *
 * @throws InputError for another shape or type, and for values that are not finite
 */
export function reviveHeldOut(tensors: Map<string, ModelTensor>): NoveltyParts | undefined {
  const saved = tensors.get(NAME);
  if (saved === undefined) return undefined;
  const [parts = 0, rows = 0] = saved.shape;
  if (parts < 2 || parts > 3 || rows === 0) throw damaged('the model', `${NAME} is ${parts} x ${rows}`);
  const data = requireData(tensors, NAME, [parts, rows], 'the model', 'F64');
  if (!data.every(Number.isFinite)) throw damaged('the model', `${NAME} has a value that is not finite`);
  const [nearest, isolation, centroid] = Array.from({ length: parts }, (_, part) =>
    data.slice(part * rows, (part + 1) * rows),
  );
  return { nearest, isolation, ...(centroid && { centroid }) };
}
