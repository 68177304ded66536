import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { calibrationFolds } from './calibration-folds.js';
import type { SvmTraining } from './svm-training.js';

const jobOf = (units: SvmTraining['units']): SvmTraining => ({
  rows: new Float32Array(0),
  columns: 1,
  sizes: [],
  kernel: { kind: 'linear' },
  C: 1,
  classWeights: [1, 1],
  tolerance: 0.001,
  cacheSize: 1,
  seed: 1,
  units,
});

describe('calibrationFolds', () => {
  it('train on no row of a held-out group or time, nor on one that SMOTE led there, and on both classes', () => {
    const row = fc.record({ from: fc.integer({ min: 0, max: 8 }), to: fc.integer({ min: 0, max: 8 }) });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 60 }),
        fc.nat(),
        fc.constantFrom('groups' as const, 'times' as const),
        (drawn, cut, kind) => {
          // Every row leads to a group that has rows.
          const known = new Set(drawn.map(({ from }) => from));
          const rows = drawn.map(({ from, to }) => ({ from, to: known.has(to) ? to : from }));
          const positives = 1 + (cut % (rows.length - 1));
          const places = Int32Array.from(rows.keys());
          const classes = [places.subarray(0, positives), places.subarray(positives)];
          const units = {
            kind,
            from: Int32Array.from(rows, ({ from }) => from),
            to: Int32Array.from(rows, ({ to }) => to),
          };
          const folds = calibrationFolds(
            jobOf(units),
            { first: 0, second: 1, pair: 0 },
            classes,
            new RandomStream(1, 'folds'),
          );
          const held = folds.flatMap((fold) => [...fold.held]);
          expect(new Set(held).size).toBe(held.length);
          expect(held.some((place) => place < positives)).toBe(true);
          expect(held.some((place) => place >= positives)).toBe(true);
          for (const fold of folds) {
            const kept = [...places].filter(fold.isKept);
            expect(kept.some((place) => place < positives)).toBe(true);
            expect(kept.some((place) => place >= positives)).toBe(true);
            if (folds.length === 1 && kept.length === rows.length) continue;
            const heldUnits = new Set(Array.from(fold.held, (place) => rows[place].from));
            for (const place of kept) {
              expect(heldUnits.has(rows[place].from) || heldUnits.has(rows[place].to)).toBe(false);
            }
          }
        },
      ),
    );
  });
});
