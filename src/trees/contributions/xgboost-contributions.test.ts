/** Contributions against XGBoost's own of the same trees; fixtures/make_contributions.py makes them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { TreeContributions } from './tree-contributions.js';

interface DumpedTree {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly condition: readonly number[];
  readonly missingLeft: readonly number[];
  readonly cover: readonly number[];
}

interface Case {
  readonly classes: number;
  readonly trees: readonly DumpedTree[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly contributions: readonly (readonly number[] | readonly (readonly number[])[])[];
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL('./fixtures/contributions.json', import.meta.url), 'utf8'),
);

/** The largest number below a 32-bit one: XGBoost's rows go left below the threshold, not at it. */
function below(threshold: number): number {
  const bits = new Int32Array(Float32Array.of(threshold).buffer);
  if (threshold === 0) return -Math.fround(1.4e-45);
  bits[0] += threshold > 0 ? -1 : 1;
  return new Float32Array(bits.buffer)[0];
}

function ensembleOf(trees: readonly DumpedTree[]) {
  const all = new EnsembleBuilder();
  const values: number[] = [];
  for (const { left, right, feature, condition, missingLeft, cover } of trees) {
    const tree = new TreeBuilder(1);
    const add = (at: number, parent: number, isLeft: boolean): void => {
      const node = tree.add(parent, isLeft, cover[at]);
      if (left[at] < 0) {
        values.push(Math.fround(condition[at]));
        return;
      }
      const threshold = below(condition[at]);
      tree.split(node, { feature: feature[at], threshold, missingLeft: missingLeft[at] === 1, gain: 1 });
      add(left[at], node, true);
      add(right[at], node, false);
    };
    add(0, -1, false);
    all.add(tree.finish());
  }
  return { ensemble: all.finish(), values };
}

it.each(cases)('are those of XGBoost for $classes classes', ({ classes, trees, rows, contributions }) => {
  const { ensemble, values } = ensembleOf(trees);
  const columns = rows[0].length;
  const data = Float32Array.from(rows.flat(), (value) => value ?? Number.NaN);
  const X = { data, rows: rows.length, columns };
  const outputs = classes === 2 ? 1 : classes;
  const found = new TreeContributions(ensemble, ensemble.covers as Float32Array);
  for (let row = 0; row < rows.length; row++) {
    for (let output = 0; output < outputs; output++) {
      const own = new Float64Array(columns);
      for (let tree = output; tree < trees.length; tree += outputs) found.add(tree, X, row, values, own);
      const wanted = (outputs === 1 ? contributions[row] : contributions[row][output]) as number[];
      for (let i = 0; i < columns; i++) expect(Math.abs(own[i] - wanted[i])).toBeLessThan(1e-5);
    }
  }
});
