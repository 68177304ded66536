/**
 * A network that is one sequence of layers, trained with softmax cross-entropy (class and sample weights as a
 * weighted mean). A subclass lists its layers.
 */
import type * as z from 'zod';
import { sequential } from '../../../nn/layers/composition.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { crossEntropy } from '../../../nn/losses/cross-entropy.js';
import type { NetworkDefinition } from '../../../training/network-definition.js';
import { NetworkClassifier, type NetworkTrainingOptions } from '../network-classifier.js';
import { type networkOptions, networkTraining } from '../network-options.js';

export abstract class SequentialClassifier<
  Schema extends z.ZodObject<typeof networkOptions>,
> extends NetworkClassifier<Schema> {
  /** The layers from `columns` features to the logits of `classes` classes. */
  protected abstract layers(columns: number, classes: number): Layer[];

  protected override definition(): NetworkDefinition {
    const inference = (columns: number, classes: number) => sequential(this.layers(columns, classes));
    return {
      inference,
      record(program, x, targets, classes) {
        const logits = inference(x.columns, classes).record(program, x);
        return crossEntropy(program, logits, targets);
      },
    };
  }

  protected override training(): NetworkTrainingOptions {
    return networkTraining(this.options);
  }
}
