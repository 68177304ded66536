/**
 * A network over a graph of nearest neighbours, trained with softmax cross-entropy (class and sample weights as a
 * weighted mean). A subclass lists its layers before the fully connected output.
 *
 * In training, each row of a batch is joined to its k nearest other rows of the batch. A row to predict, or one
 * that chooses the checkpoint, is joined to its k nearest training rows, which are kept with the model (all, or a
 * stratified sample; see `onKeptRows`), so that it has the same prediction alone or among others. Here this package
 * differs from the paper, which joins the rows to evaluate among each other. A kept row that is itself asked for is
 * its own nearest neighbour.
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
   * k: nearest rows that each row is joined to; fewer where there are fewer. In batches of no more than k + 1
   * rows all are joined to all, and a graph convolution cannot tell them apart.
   */
  neighbours: z.int().min(1).max(256).default(5),
  /**
   * The most training rows that predictions look for neighbours among; of more, a stratified sample is kept. They
   * are saved with the model.
   */
  keptRows: z.int().min(2).max(MOST_KEPT_ROWS).default(2048),
  /** Width of each graph layer. */
  width: widthOption.default(64),
};

export abstract class GraphClassifier<
  Schema extends z.ZodObject<typeof graphOptions>,
> extends NetworkClassifier<Schema> {
  /** The layers from the features to what the output layer sees. */
  protected abstract layers(): GraphLayer[];

  protected override definition(): NetworkDefinition {
    const { neighbours, keptRows, seed } = this.options;
    const upToLogits = (classes: number) => graphSequence([...this.layers(), linear('out', classes)]);
    return {
      keep(data) {
        const surplus = Math.max(0, data.X.rows - keptRows);
        return holdOut(data, surplus, new RandomStream(seed, 'kept-rows')).X;
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
