import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { QclMixNetOptions } from './options.js';
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

  it('says that an approximate search among few rows is exact, once', async () => {
    const { X, y } = blobs([30, 20], ['a', 'b'], 1);
    const saidOf = async (options: QclMixNetOptions) => {
      const said: string[] = [];
      const all = { epochs: 2, mixupRows: 'all', refit: true, ...options } as const;
      await new QclMixNet(all).fit(X, y, { onWarning: (message) => said.push(message) });
      return said;
    };
    expect(await saidOf({ neighbourSearch: 'approximate' })).toEqual([
      expect.stringMatching(/^neighbourSearch=approximate has no effect on \d\d rows: .* from 129 on/),
    ]);
    expect(await saidOf({})).toEqual([]);
  });

  it('cannot search an embedding among all rows', () => {
    expect(() => new QclMixNet({ mixupRows: 'all', mixupSpace: 'embedding' })).toThrow(
      /mixupRows=all cannot be combined with mixupSpace=embedding/,
    );
  });
});
