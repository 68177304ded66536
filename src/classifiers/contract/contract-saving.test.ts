/** Saving and loading over every classifier of the registry: equal predictions, and damage is refused. */
import { describe, expect, it } from 'vitest';
import { contractEntries } from '../../../test/support/contract-entries.js';
import { knownOptions } from '../../../test/support/known-options.js';
import { blobs } from '../../../test/support/labelled-rows.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { Classifier } from './classifier.js';
import type { ClassifierEntry } from './classifier-entry.js';

const CLASSES = ['a', 'b', 'c'];

/** What a model file keeps: text, and copies of the arrays. */
function save(classifier: Classifier): { json: Record<string, unknown>; tensors: Map<string, ModelTensor> } {
  const json = JSON.parse(JSON.stringify(classifier.toJSON())) as Record<string, unknown>;
  const tensors = [...classifier.tensors()].map(
    ([name, t]) => [name, { dtype: t.dtype, shape: [...t.shape], data: t.data.slice() }] as const,
  );
  return { json, tensors: new Map(tensors) };
}

describe.each(contractEntries)('%s', (_, entry) => {
  const { name } = entry;
  const create = (options: Record<string, unknown> = {}) =>
    entry.create(knownOptions(entry, { epochs: 8, nEstimators: 8, ...options }));
  const table = blobs([30, 25, 20], CLASSES);
  const fresh = blobs([20, 20, 20], CLASSES, 9);

  it.each<[string, Label[], Record<string, unknown>]>([
    ['strings', CLASSES, {}],
    ['numbers', [40, -3, 7.5], {}],
    ['booleans', [true, false], {}],
    ['names of object properties', ['__proto__', 'constructor', 'toString'], {}],
    ['one class', ['only'], {}],
    ['no validation rows', CLASSES, { validationFraction: 0 }],
  ])('predicts alike after saving and loading: %s', async (_, labels, options) => {
    const { X, y } = blobs([30, 25, 20].slice(0, labels.length), labels);
    const classifier = await create(options).fit(X, y);
    const { json, tensors } = save(classifier);
    const loaded = await entry.load(json, tensors);
    expect(loaded.isFitted).toBe(true);
    expect(loaded.classes).toEqual(classifier.classes);
    expect(await loaded.predict(fresh.X)).toEqual(await classifier.predict(fresh.X));
    expect(await loaded.predictProba(fresh.X)).toEqual(await classifier.predictProba(fresh.X));
    expect(save(loaded)).toEqual({ json, tensors });
  });

  // JSON has no infinity: such a label is refused at once, or survives; it must not make a file useless.
  it('never saves what it cannot load: infinite labels', async () => {
    const y = table.y.map((label) => (label === 'a' ? Number.POSITIVE_INFINITY : label === 'b' ? 1 : 2));
    const classifier = await create()
      .fit(table.X, y)
      .catch((error) => error as Error);
    if (classifier instanceof Error) {
      expect(classifier).toBeInstanceOf(InputError);
      expect(classifier.message).toMatch(/Infinity/);
      return;
    }
    const { json, tensors } = save(classifier);
    expect((await entry.load(json, tensors)).classes).toEqual(classifier.classes);
  });

  it('a loaded classifier can be fitted again, like a new one', async () => {
    const classifier = await create().fit(table.X, table.y);
    const { json, tensors } = save(classifier);
    const loaded = await (await entry.load(json, tensors)).fit(table.X, table.y);
    expect(save(loaded)).toEqual({ json, tensors });
  });

  it('later fits do not reach what was saved', async () => {
    const classifier = await create().fit(table.X, table.y);
    const kept = classifier.tensors();
    const copy = save(classifier).tensors;
    await classifier.fit(fresh.X, fresh.y);
    expect(kept).toEqual(copy);
  });

  type Damage = (json: Record<string, unknown>, tensors: Map<string, ModelTensor>) => void;
  const firstTensor = (tensors: Map<string, ModelTensor>) => [...tensors][0];
  const damages: [string, Damage][] = [
    ['no model', (json) => Object.assign(json, { model: null })],
    ['no classes', (json) => delete json.classes],
    ['an empty list of classes', (json) => Object.assign(json, { classes: [] })],
    ['a class that is null', (json) => Object.assign(json, { classes: ['a', null, 'c'] })],
    ['a class fewer', (json) => Object.assign(json, { classes: ['a', 'b'] })],
    ['a class more', (json) => Object.assign(json, { classes: ['a', 'b', 'c', 'd'] })],
    ['learned classes that do not rise', (json) => Object.assign(json, { learned: [0, 2, 1] })],
    ['a learned class that is none', (json) => Object.assign(json, { learned: [0, 1, 3] })],
    ['a learned class fewer', (json) => Object.assign(json, { learned: [0, 2] })],
    ['a class twice', (json) => Object.assign(json, { classes: ['a', 'b', 'b'] })],
    ['classes of two kinds', (json) => Object.assign(json, { classes: ['a', 2, 'c'] })],
    ['no columns', (json) => delete json.columns],
    ['other columns', (json) => Object.assign(json, { columns: 4 })],
    ['half a column', (json) => Object.assign(json, { columns: 2.5 })],
    ['an unknown option', (json) => Object.assign(json.options as object, { optionOfTomorrow: 1 })],
    ['an option of another type', (json) => Object.assign(json.options as object, wrongOption(entry))],
    ['no arrays', (_, tensors) => tensors.clear()],
    ['an array missing', (_, tensors) => tensors.delete(firstTensor(tensors)[0])],
    ['the last array missing', (_, tensors) => tensors.delete([...tensors.keys()][tensors.size - 1])],
    [
      'an array of another shape',
      (_, tensors) => {
        const [key, t] = firstTensor(tensors);
        tensors.set(key, { ...t, shape: [1, ...t.shape] });
      },
    ],
    [
      'an array with fewer values than its shape',
      (_, tensors) => {
        const [key, t] = firstTensor(tensors);
        tensors.set(key, { ...t, data: t.data.slice(1) });
      },
    ],
    [
      'an array with more values than its shape',
      (_, tensors) => {
        const [key, t] = firstTensor(tensors);
        tensors.set(key, { ...t, data: Float32Array.from([...t.data, 0]) });
      },
    ],
    [
      'an array that holds NaN',
      (_, tensors) => {
        const floats = [...tensors.values()].find(
          ({ dtype, data }) => dtype.startsWith('F') && data.length > 0,
        );
        if (floats !== undefined) floats.data[0] = Number.NaN;
      },
    ],
    [
      'an array nobody asked for',
      (_, tensors) => {
        tensors.set('stranger', { dtype: 'F32', shape: [1], data: new Float32Array(1) });
      },
    ],
  ];
  it.each(damages)('refuses a saved state with %s', async (_, damage) => {
    const { json, tensors } = save(await create({ epochs: 2 }).fit(table.X, table.y));
    damage(json, tensors);
    const error = await entry.load(json, tensors).then(
      () => new Error('loaded'),
      (e) => e as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(name);
  });

  it.each([[null], [undefined], ['text'], [[]], [{}]])(
    'refuses %j in place of a saved state',
    async (json) => {
      const error = await entry.load(json, new Map()).then(
        () => new Error('loaded'),
        (e) => e as Error,
      );
      expect(error).toBeInstanceOf(InputError);
    },
  );
});

/** The first option with a value that no option takes. */
function wrongOption({ options }: ClassifierEntry): Record<string, unknown> {
  return { [Object.keys(options.shape)[0]]: { of: 'another type' } };
}
