/** A map of the test rows of a data set by what QCL-MixNet makes of them (the paper's Fig. 4). */
import { RandomStream } from '../../engine/random/random-stream.js';
import type { TsneMap } from '../../figures/tsne-maps.js';
import { tsne } from '../../manifold/tsne.js';
import { rowsAt } from '../../matrix.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';
import type { Table } from '../../tables/table.js';
import { PROPOSED } from '../claims/paper-results.js';
import { TARGET } from '../datasets/check-table.js';

export interface MapRowsOptions {
  /** Of the split, the training, the sample and the map. */
  readonly seed: number;
  /** Test rows of a larger test part are a stratified sample of about this many. */
  readonly mostRows: number;
}

/**
 * Trains QCL-MixNet as in the honest protocol and embeds the test rows by the outputs of the units before its last layer.
 *
 * @throws InputError for an unusable table, and for fewer than four test rows.
 */
export async function mapTestRows(
  name: string,
  table: Table,
  { seed, mostRows }: MapRowsOptions,
): Promise<TsneMap> {
  const { model, test } = await trainOnTable(table, {
    ...{ target: TARGET, seed, classifier: PROPOSED, calibration: 'none', decision: 'argmax' },
    classifierOptions: { validationFraction: 0.2 },
  });
  const representations = await model.classifier.representations?.(test.X);
  if (representations === undefined) throw new Error(`${PROPOSED} has no representations`);
  const labels = [...new Set(test.y)];
  const truth = Int32Array.from(test.y, (label) => labels.indexOf(label));
  const chosen = stratifiedSample(truth, labels.length, mostRows, new RandomStream(seed, 'map'));
  const { embedding } = await tsne(rowsAt(representations, chosen), { seed });
  const absent = model.classes.filter((label) => !labels.includes(label));
  const rowCounts = [...labels, ...absent].map(() => 0);
  for (const c of truth) rowCounts[c]++;
  return {
    ...{ name, embedding, rowCounts },
    classes: Array.from(chosen, (row) => truth[row]),
    labels: [...labels, ...absent].map(String),
  };
}
