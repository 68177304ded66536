/** Parts of novelty scores of rows that a model was not fitted on. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { sampleFront } from '../../tables/split/sample-front.js';
import type { Part } from '../part.js';
import { type NovelModel, NoveltyDetector } from './novelty-detector.js';
import type { NoveltyParts } from './reference-rows.js';

/** Fewer give no p-value of .01; more than the other number are sampled. */
const FEWEST_ROWS = 99;
const MOST_ROWS = 1000;

/**
 * For a network with class centroids: its embedding is fitted on the training rows, so only other rows can calibrate distances in
 * it. Undefined for other classifiers, models without training rows, and few held-out rows.
 *
 * @param part held-out rows of the classes of the model
 */
export async function heldOutNovelty(
  model: NovelModel,
  { table, rows }: Pick<Part, 'table' | 'rows'>,
): Promise<NoveltyParts | undefined> {
  const { classifier, record, provenance } = model;
  if (classifier.centroidDistances === undefined || rows.length < FEWEST_ROWS) return undefined;
  if (record?.rows === undefined || record.rows.rows.length < 2) return undefined;
  const random = new RandomStream(provenance.seed, 'novelty of held-out rows');
  const chosen = sampleFront(rows.slice(), Math.min(MOST_ROWS, rows.length), random);
  const { parts } = await new NoveltyDetector(model).score(table, chosen);
  return parts.centroid === undefined ? undefined : parts;
}
