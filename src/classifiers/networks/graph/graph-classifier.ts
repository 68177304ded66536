/**
 * A network over a graph of nearest neighbours, trained with softmax cross-entropy (class and sample weights as a
 * weighted mean). A subclass lists its layers before the fully connected output.
 *
 * In training, each row of a batch is connected to its k nearest other rows of the batch. A row to predict, or a
 * validation row, is connected to its k nearest training rows, which are kept with the model (all, or a stratified
 * sample; see `onKeptRows`), so that its prediction does not depend on other rows. Here this package differs from the
 * paper, which connects the test rows among each other. A kept row, if predicted, is its own nearest neighbour.
 */
import * as z from 'zod';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { batchNeighbourhood } from '../../../nn/graphs/batch-neighbourhood.js';
import { type GraphLayer, graphSequence } from '../../../nn/graphs/neighbourhood.js';
import { onKeptRows } from '../../../nn/graphs/on-kept-rows.js';
import { sequential } from '../../../nn/layers/composition.js';
import { linear } from '../../../nn/layers/linear.js';
import { crossEntropy } from '../../../nn/losses/cross-entropy.js';
import type { NetworkDefinition } from '../../../training/network-definition.js';
import { holdOut } from '../../contract/labelled-rows.js';
import { NetworkClassifier, type NetworkTrainingOptions } from '../network-classifier.js';
import { MOST_KEPT_ROWS } from '../network-model.js';
import { NETWORK_WEIGHTS, networkOptions, networkTraining, widthOption } from '../network-options.js';

/** `ClassifierEntry.weights` of graph networks. */
export const GRAPH_WEIGHTS = `${NETWORK_WEIGHTS} Nor does the graph: neighbours and kept rows are chosen without them.`;

export const graphOptions = {
  ...networkOptions,
  /**
   * k: the number of nearest rows that each row is connected to, at most all others. In batches of at most k + 1 rows
   * all are connected, and a graph convolution gives them equal outputs.
   */
  neighbours: z.int().min(1).max(256).default(5),
  /**
   * Most training rows kept for the neighbour search in prediction; of more, a stratified sample is kept. They are
   * saved with the model.
   */
  keptRows: z.int().min(2).max(MOST_KEPT_ROWS).default(2048),
  /** Width of each graph layer. */
  width: widthOption.default(64),
};

export abstract class GraphClassifier<
  Schema extends z.ZodObject<typeof graphOptions>,
> extends NetworkClassifier<Schema> {
  /** The layers from the features to the input of the output layer. */
  protected abstract layers(): GraphLayer[];

  protected override definition(): NetworkDefinition {
    const { neighbours, keptRows, seed } = this.options;
    const upToLogits = (classes: number) => graphSequence([...this.layers(), linear('out', classes)]);
    return {
      keep(data) {
        const surplus = Math.max(0, data.X.rows - keptRows);
        // A sample of the rows, not a test of them: groups may be in both parts.
        return holdOut({ ...data, split: undefined }, surplus, new RandomStream(seed, 'kept-rows')).X;
      },

      inference(_, classes, kept) {
        if (kept === undefined) throw new Error('a graph network predicts with the rows that it kept');
        return sequential([onKeptRows(upToLogits(classes), classes, kept, neighbours)]);
      },

      record(program, x, targets, classes) {
        const graph = batchNeighbourhood(program, x, neighbours);
        const logits = upToLogits(classes).record(program, x, graph);
        return crossEntropy(program, logits, targets);
      },
    };
  }

  protected override training(): NetworkTrainingOptions {
    return networkTraining(this.options);
  }
}
