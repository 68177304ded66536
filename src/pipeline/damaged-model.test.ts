import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { decodeModelFile, encodeModelFile } from '../modelfile/model-format.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import type { Provenance } from './provenance.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';

const table = tableFromColumns([
  ['x', Array.from({ length: 90 }, (_, row) => Math.sin(row) + (row % 3))],
  ['y', Array.from({ length: 90 }, (_, row) => ['no', 'yes', 'maybe'][row % 3])],
]);
let model: TableClassifier;

beforeAll(async () => {
  const tuning = { grid: { maxDepth: [2, 3] } };
  ({ model } = await trainOnTable(table, { target: 'y', classifier: 'decision-tree', tuning }));
});

type Saved = ReturnType<typeof decodeModelFile> & { readonly description: { provenance: Provenance } };

/** Loads the model's file after `damage` changed its content. */
function load(damage: (saved: Saved) => void): Promise<TableClassifier> {
  const saved = decodeModelFile(model.toBytes(), { name: 'saved' }) as Saved;
  damage(saved);
  return TableClassifier.fromBytes(encodeModelFile(saved.description, saved.tensors), { name: 'bad.st' });
}

describe('a damaged model file', () => {
  it.each<[string, object, string]>([
    [
      'positive class',
      { positive: 'yess' },
      'positive is "yess", which is not one of the classes: "maybe", "no", "yes"',
    ],
    ['positive class of another type', { positive: 1 }, 'positive is 1, which is not one of the classes'],
    ['target', { target: 'x' }, 'its target is "x", but that of the preparation is "y"'],
    [
      'list of classes',
      { classes: [{ label: 'no', trainingRows: 9, testRows: 1 }] },
      'its classes are "no", but those of the classifier are "maybe", "no", "yes"',
    ],
  ])('is refused for its %s', async (_, changed, message) => {
    const loaded = load(({ description }) => Object.assign(description.provenance, changed));
    await expect(loaded).rejects.toThrow(InputError);
    await expect(loaded).rejects.toThrow(`bad.st: its provenance is damaged: ${message}`);
  });

  it('is refused for a positive class of its scores and for a search without its best candidate', async () => {
    const damaged = (damage: (provenance: Provenance) => void) =>
      expect(load(({ description }) => damage(description.provenance))).rejects;
    await damaged(({ test }) => Object.assign(test!.shown!, { positive: 'nobody' })).toThrow(
      'test.shown.positive is "nobody"',
    );
    await damaged(({ outOfFold }) => Object.assign(outOfFold!.shown!, { positive: 'nobody' })).toThrow(
      'outOfFold.shown.positive is "nobody"',
    );
    await damaged(({ tuning }) => Object.assign(tuning!, { best: 2 })).toThrow(
      'tuning.best is 2, but there are 2 candidates',
    );
  });

  it('is refused for levels of its preparation that its classifier does not have', async () => {
    const rows = Array.from({ length: 90 }, (_, row) => row);
    const ofLevels = tableFromColumns([
      ['c', rows.map((row) => 'uvw'[row % 3])],
      ['y', rows.map((row) => ['no', 'yes'][row % 2])],
    ]);
    const trained = await trainOnTable(ofLevels, { target: 'y', classifier: 'decision-tree' });
    const saved = decodeModelFile(trained.model.toBytes(), { name: 'saved' });
    const { classifier } = saved.description as { classifier: { state: { categories: unknown[] } } };
    const encode = () => encodeModelFile(saved.description as Record<string, unknown>, saved.tensors);
    await TableClassifier.fromBytes(encode(), { name: 'good.st' });
    const levels = classifier.state.categories[0] as number;
    classifier.state.categories[0] = levels + 1;
    await expect(TableClassifier.fromBytes(encode(), { name: 'bad.st' })).rejects.toThrow(
      `bad.st: it is damaged: column "c" has ${levels} levels in its preparation, but ${levels + 1} in its classifier`,
    );
  });

  it.each<[unknown, unknown, string]>([
    [
      'abc',
      { name: 'm' },
      'TableClassifier.fromBytes needs the bytes of a model file as a Uint8Array, but got "abc"',
    ],
    [new Uint8Array(3), undefined, 'TableClassifier.fromBytes needs the option name'],
  ])('is no %o with options %j', async (bytes, options, message) => {
    const loaded = TableClassifier.fromBytes(bytes as never, options as never);
    await expect(loaded).rejects.toThrow(InputError);
    await expect(loaded).rejects.toThrow(message);
  });

  it('loads without a positive class, as files of version 0.1.0', async () => {
    const { provenance } = await load(({ description }) => {
      delete description.provenance.positive;
    });
    expect(provenance.positive).toBeUndefined();
  });

  it('is refused for its out-of-fold predictions, in a sentence', async () => {
    const loaded = load(({ tensors }) => {
      const [, labels] = [...tensors].find(([name]) => name.endsWith('out_of_fold.labels'))!;
      labels.data[0] = 3;
    });
    await expect(loaded).rejects.toThrow(
      /^bad\.st: the saved model is damaged: a label is not a class index$/,
    );
  });
});
