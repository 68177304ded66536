import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { heldOutTensors, reviveHeldOut } from './held-out-tensors.js';

const parts = {
  nearest: Float64Array.of(1, 2, 3),
  isolation: Float64Array.of(0.4, 0.5, 0.6),
  centroid: Float64Array.of(7, 8, 9),
};

describe('reviveHeldOut', () => {
  it('gives back what was saved, with and without centroids', () => {
    expect(reviveHeldOut(new Map(heldOutTensors(parts)))).toEqual(parts);
    const { centroid, ...columns } = parts;
    expect(reviveHeldOut(new Map(heldOutTensors(columns)))).toEqual(columns);
    expect(reviveHeldOut(new Map())).toBeUndefined();
  });

  it('refuses other shapes and values that are not finite', () => {
    const [[name, saved]] = heldOutTensors(parts);
    const bad = Float64Array.from(saved.data as Float64Array);
    bad[4] = Number.NaN;
    for (const damaged of [
      { ...saved, shape: [1, 9] },
      { ...saved, shape: [3, 0] },
      { ...saved, shape: [3, 4] },
      { ...saved, data: bad },
    ]) {
      expect(() => reviveHeldOut(new Map([[name, damaged as typeof saved]]))).toThrow(InputError);
    }
  });
});
