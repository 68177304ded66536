/** Random trees come back from their packed form as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelGroups } from '../binning/level-groups.js';
import { Ensemble, EnsembleBuilder } from '../ensemble.js';
import { TreeBuilder } from '../tree.js';
import { type PackedTrees, packTrees, SPLIT_KINDS } from './pack-trees.js';
import { unpackTrees } from './unpack-trees.js';

/** Levels of the columns: 0 of a column of numbers; more than 255 are grouped. */
const LEVELS = [0, 3, 0, 31, 32, 300];

type Shape = 'leaf' | { readonly split: Split; readonly left: Shape; readonly right: Shape };
interface Split {
  readonly column: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Of which a set takes its bits. */
  readonly bits: readonly number[];
}

const split: fc.Arbitrary<Split> = fc.record({
  column: fc.nat({ max: LEVELS.length - 1 }),
  threshold: fc.oneof(
    fc.constantFrom(-1.5, 0, 0.1, 7, 1e300),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  missingLeft: fc.boolean(),
  bits: fc.array(fc.integer(), { minLength: 8, maxLength: 8 }),
});
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 7, depthSize: 'large' },
    fc.constant<Shape>('leaf'),
    fc.record({ split, left: tie('shape'), right: tie('shape') }),
  ),
}));

interface Form {
  readonly wide: boolean;
  readonly categories: boolean;
}
const form: fc.Arbitrary<Form> = fc.record({ wide: fc.boolean(), categories: fc.boolean() });

function ensembleOf(shapes: readonly Shape[], { wide, categories }: Form): Ensemble {
  const groups = Int32Array.from({ length: 300 }, (_, level) => level % 255);
  const levels = categories ? new LevelGroups({ levels: Int32Array.from(LEVELS), groups }) : undefined;
  const like = wide ? new Float64Array(0) : new Float32Array(0);
  const all = new EnsembleBuilder();
  for (const each of shapes) {
    const tree = new TreeBuilder(1, like, levels);
    const add = (of: Shape, parent: number, isLeft: boolean): void => {
      const node = tree.add(parent, isLeft, 1);
      if (of === 'leaf') return;
      const { column, bits, ...rest } = of.split;
      const set = levels?.has(column) ? setOf(levels, column, bits) : undefined;
      const threshold =
        (wide ? rest.threshold : Math.fround(Math.min(3e38, Math.max(-3e38, rest.threshold)))) + 0;
      // Not -0, which is 0 once it is packed.
      tree.split(node, { ...rest, threshold, feature: column, gain: 1, set });
      add(of.left, node, true);
      add(of.right, node, false);
    };
    add(each, -1, false);
    all.add(tree.finish());
  }
  return all.finish();
}

/** Bits above those of the codes and of unknown levels are 0, as in trees that were grown. */
function setOf(levels: LevelGroups, column: number, bits: readonly number[]): Int32Array {
  const count = levels.codes(column) + 1;
  return Int32Array.from({ length: levels.words(column) }, (_, word) => {
    const left = count - 32 * word;
    return left >= 32 ? bits[word] : bits[word] & (2 ** left - 1);
  });
}

const countsOf = ({ arrays }: Ensemble) => ({
  columns: LEVELS.length,
  trees: arrays.roots.length - 1,
  nodes: arrays.split.length,
});

const shapes = fc.array(shape, { minLength: 1, maxLength: 4 });

describe('packTrees and unpackTrees', () => {
  it('give back every array', () => {
    fc.assert(
      fc.property(shapes, form, (of, how) => {
        const ensemble = ensembleOf(of, how);
        expect(ensemble.defect(LEVELS.length, of.length + splits(ensemble))).toBeUndefined();
        const found = unpackTrees(packTrees(ensemble), ensemble.categories, countsOf(ensemble));
        expect(found).toEqual(new Ensemble(ensemble.arrays, ensemble.categories));
      }),
      { numRuns: 300 },
    );
  });

  it('give the same bytes for what was unpacked', () => {
    fc.assert(
      fc.property(shapes, form, (of, how) => {
        const ensemble = ensembleOf(of, how);
        const packed = packTrees(ensemble);
        const found = unpackTrees(packed, ensemble.categories, countsOf(ensemble)) as Ensemble;
        expect(packTrees(found)).toEqual(packed);
      }),
    );
  });

  it('never give trees that would not end, whatever the bits are', () => {
    fc.assert(
      fc.property(shapes, form, fc.nat(), fc.nat({ max: 255 }), (of, how, at, byte) => {
        const ensemble = ensembleOf(of, how);
        const packed = packTrees(ensemble);
        packed.nodes[at % packed.nodes.length] = byte;
        const found = unpackTrees(packed, ensemble.categories, countsOf(ensemble));
        if (typeof found === 'string') return;
        expect(found.defect(LEVELS.length, of.length + splits(found))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('take a bit for a tree of one leaf, and seven of 16 bytes for a split and two leaves', () => {
    const leaves = packTrees(ensembleOf(new Array<Shape>(8).fill('leaf'), { wide: true, categories: false }));
    expect(leaves.nodes).toEqual(new Uint8Array(1));
    const stump: Shape = {
      split: { column: 2, threshold: 0.1, missingLeft: true, bits: [] },
      left: 'leaf',
      right: 'leaf',
    };
    const { nodes, columns, thresholds } = packTrees(ensembleOf([stump], { wide: true, categories: false }));
    expect([...nodes]).toEqual([0b0011]);
    expect([...columns]).toEqual([2, SPLIT_KINDS.threshold, 1]);
    expect([...thresholds]).toEqual([0.1]);
  });
});

describe('unpackTrees refuses', () => {
  const stump = (threshold: number): Shape => ({
    split: { column: 0, threshold, missingLeft: false, bits: [] },
    left: 'leaf',
    right: 'leaf',
  });
  // Three thresholds, so that the code 3 is none.
  const ensemble = ensembleOf([0.1, 0.2, 0.3].map(stump), { wide: true, categories: false });

  it.each<[string, (packed: PackedTrees) => Partial<PackedTrees>, RegExp]>([
    ['a code of no threshold', () => ({ nodes: Uint8Array.of(0b1101, 0xff) }), /node 0 has threshold 3 of 3/],
    ['bits that end early', ({ nodes }) => ({ nodes: nodes.subarray(0, -1) }), /another length/],
    ['bytes after the last node', ({ nodes }) => ({ nodes: Uint8Array.of(...nodes, 0) }), /another length/],
    ['bits after the last node', ({ nodes }) => ({ nodes: lastBitSet(nodes) }), /another length/],
    ['thresholds of no column', () => ({ singles: Float32Array.of(1) }), /thresholds of no column/],
    ['a column below 0', () => ({ columns: Int32Array.of(-1, 1, 3) }), /ascending ones below 6, but have -1/],
    ['no columns', () => ({ columns: new Int32Array(0), thresholds: new Float64Array(0) }), /column 0 of 0/],
    ['a set', () => ({ columns: Int32Array.of(0, 0, 0) }), /column 0 has splits of kind 0/],
    ['equal thresholds', () => ({ thresholds: Float64Array.of(1, 1, 2) }), /column 0 are not ascending/],
  ])('%s', (_, damage, message) => {
    const packed = packTrees(ensemble);
    expect(unpackTrees({ ...packed, ...damage(packed) }, undefined, countsOf(ensemble))).toMatch(message);
  });
});

const splits = ({ arrays }: Ensemble) => arrays.split.filter((s) => s >= 0).length;

function lastBitSet(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] |= 0x80;
  return copy;
}
