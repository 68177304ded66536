/** Recurrent networks: the last hidden state of a GRU or LSTM, in one direction or in both, then Linear. */
import * as z from 'zod';
import { gru as gruLayer } from '../../../nn/layers/gru.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { linear } from '../../../nn/layers/linear.js';
import { lstm as lstmLayer } from '../../../nn/layers/lstm.js';
import { type ClassifierEntry, classifierEntry } from '../../contract/classifier-entry.js';
import { NETWORK_WEIGHTS, networkOptions, widthOption } from '../network-options.js';
import { networkRules } from '../option-rules.js';
import { recurrentSpace } from '../search-spaces.js';
import { SequentialClassifier } from './sequential-classifier.js';

export const recurrentOptions = z.strictObject({
  ...networkOptions,
  /** Hidden units per direction. */
  hiddenSize: widthOption.default(128),
  /** The `row` as a sequence of one step, or one step for each of its `features`, in column order. */
  sequence: z.enum(['row', 'features']).default('row'),
});
export type RecurrentOptions = z.input<typeof recurrentOptions>;

abstract class RecurrentClassifier extends SequentialClassifier<typeof recurrentOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  protected constructor(
    entry: ClassifierEntry<typeof recurrentOptions>,
    private readonly unit: typeof gruLayer,
    private readonly direction: 'forward' | 'both',
    options: RecurrentOptions,
  ) {
    super(entry, options);
  }

  protected override layers(columns: number, classes: number): Layer[] {
    const { hiddenSize, sequence } = this.options;
    const features = sequence === 'row' ? columns : 1;
    return [this.unit('rnn', hiddenSize, { features, direction: this.direction }), linear('out', classes)];
  }
}

/**
 * Gated recurrent units. With `sequence: 'row'` a row is one step, with `'features'` each column is one.
 * Options and defaults: docs/classifiers.md.
 */
export class Gru extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super(gru, gruLayer, 'forward', options);
  }
}

/**
 * Long short-term memory; sequences as in `Gru`.
 * Options and defaults: docs/classifiers.md.
 */
export class Lstm extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super(lstm, lstmLayer, 'forward', options);
  }
}

/**
 * Gated recurrent units in both directions; sequences as in `Gru`.
 * Options and defaults: docs/classifiers.md.
 */
export class BiGru extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super(biGru, gruLayer, 'both', options);
  }
}

/**
 * Long short-term memory in both directions; sequences as in `Gru`.
 * Options and defaults: docs/classifiers.md.
 */
export class BiLstm extends RecurrentClassifier {
  constructor(options: RecurrentOptions = {}) {
    super(biLstm, lstmLayer, 'both', options);
  }
}

export const gru = classifierEntry(Gru, {
  name: 'gru',
  summary: 'gated recurrent units',
  options: recurrentOptions,
  space: recurrentSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});

export const lstm = classifierEntry(Lstm, {
  name: 'lstm',
  summary: 'long short-term memory',
  options: recurrentOptions,
  space: recurrentSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});

export const biGru = classifierEntry(BiGru, {
  name: 'bigru',
  summary: 'gated recurrent units in both directions',
  options: recurrentOptions,
  space: recurrentSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});

export const biLstm = classifierEntry(BiLstm, {
  name: 'bilstm',
  summary: 'long short-term memory in both directions',
  options: recurrentOptions,
  space: recurrentSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});
