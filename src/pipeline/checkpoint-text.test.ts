import { describe, expect, it } from 'vitest';
import { checkpointText } from './checkpoint-text.js';
import { epochsOf, type Provenance } from './provenance.js';

const textOf = (progress: { epoch: number; epochs: number; bestEpoch: number; earlier?: number }) =>
  checkpointText({
    epochs: epochsOf({ ...progress, secondsElapsed: 1 }),
    protocol: 'honest',
  } as Provenance);

describe('checkpointText', () => {
  it('counts the epochs of the model, not those of an earlier training', () => {
    expect(textOf({ epoch: 15, epochs: 15, bestEpoch: 15 })).toBe('15 epochs');
    expect(textOf({ epoch: 22, epochs: 22, bestEpoch: 22, earlier: 15 })).toBe(
      '7 epochs on all rows, after 15 of a first training on fewer',
    );
  });

  it('names the training whose model is kept if the second one is stopped', () => {
    expect(textOf({ epoch: 17, epochs: 30, bestEpoch: 17, earlier: 15 })).toBe(
      '15 epochs; a second training, on all rows, was stopped after 2 of 15',
    );
  });
});
