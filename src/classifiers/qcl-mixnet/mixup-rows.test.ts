import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { QclMixNet } from './qcl-mixnet.js';

describe('mixupRows', () => {
  it('takes partners from the batch or from all rows', async () => {
    const { X, y } = blobs([60, 30], ['a', 'b'], 1);
    const [batch, all] = await Promise.all(
      (['batch', 'all'] as const).map(async (mixupRows) => {
        const model = new QclMixNet({ epochs: 2, mixupRows });
        await model.fit(X, y);
        return model.history.loss;
      }),
    );
    expect(all).not.toEqual(batch);
    expect(all.every(Number.isFinite)).toBe(true);
  });

  it('cannot search an embedding among all rows', () => {
    expect(() => new QclMixNet({ mixupRows: 'all', mixupSpace: 'embedding' })).toThrow(
      /mixupRows=all cannot be combined with mixupSpace=embedding/,
    );
  });
});
