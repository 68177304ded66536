/** Recurrent networks: the last hidden state of a GRU or LSTM, in one direction or in both, then Linear. */
import * as z from 'zod';
import { gru } from '../../nn/layers/gru.js';
import type { Layer } from '../../nn/layers/layer.js';
import { linear } from '../../nn/layers/linear.js';
import { lstm } from '../../nn/layers/lstm.js';
import { networkOptions, widthOption } from '../network-options.js';
import { SequentialClassifier } from './sequential-classifier.js';

export const recurrentOptions = z.strictObject({
  ...networkOptions,
  /** Units of a direction. */
  hiddenSize: widthOption.default(128),
  /** The `row` as a sequence of one step, or its `features` as a step each, in the order of the columns. */
  sequence: z.enum(['row', 'features']).default('row'),
});
export type RecurrentOptions = z.input<typeof recurrentOptions>;

abstract class RecurrentClassifier extends SequentialClassifier<typeof recurrentOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  protected constructor(
    name: string,
    private readonly unit: typeof gru,
    private readonly direction: 'forward' | 'both',
    options: RecurrentOptions,
  ) {
    super(name, recurrentOptions, options);
  }

  protected override layers(columns: number, classes: number): Layer[] {
    const { hiddenSize, sequence } = this.options;
    const features = sequence === 'row' ? columns : 1;
    return [this.unit('rnn', hiddenSize, { features, direction: this.direction }), linear('out', classes)];
  }
}

export class Gru extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super('gru', gru, 'forward', options);
  }
}

export class Lstm extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super('lstm', lstm, 'forward', options);
  }
}

export class BiGru extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super('bigru', gru, 'both', options);
  }
}

export class BiLstm extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super('bilstm', lstm, 'both', options);
  }
}
