import { describe, expect, it } from 'vitest';
import { Argmax, argmaxRows } from '../decision/argmax.js';
import type { Decision } from '../decision/decision.js';
import { InputError } from '../errors.js';
import { decodeModelFile, encodeModelFile } from '../modelfile/model-format.js';
import { balanceScale } from '../paper/datasets/balance-scale.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { selectRows } from '../tables/preparation/table-parts.js';
import { evaluateTable } from './evaluate-table.js';
import { outOfFoldReport } from './out-of-fold-metrics.js';
import { predictBlocks, predictTable } from './predict-table.js';
import { trainTestSplit } from './seeded-split.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';
import type { TrainOnTableOptions } from './training-options.js';
import { TrainingAborted } from './training-outcome.js';

const table = balanceScale();
const quick: TrainOnTableOptions<'qcl-mixnet'> = {
  target: 'target',
  classifier: 'qcl-mixnet',
  classifierOptions: { epochs: 4 },
};

function labelsOf(name: string): string[] {
  const column = table.columns.find((each) => each.name === name)!;
  if (column.kind !== 'text') throw new Error(`${name} is no text`);
  return Array.from(column.codes, (code) => column.dictionary[code]);
}

describe('trainOnTable', () => {
  it('tests on the rows of the seeded split, and evaluating these gives the same report', async () => {
    const { model, report, rows } = await trainOnTable(table, { ...quick, seed: 42 });
    const { train, test } = trainTestSplit(labelsOf('target'), { seed: 42 });
    expect(rows).toEqual({ train: train.length, test: test.length });
    const evaluation = await evaluateTable(model, selectRows(table, test));
    expect(evaluation.report).toEqual(report);
    expect(model.provenance.classes).toEqual([
      { label: 'B', trainingRows: 39, testRows: 10 },
      { label: 'L', trainingRows: 231, testRows: 57 },
      { label: 'R', trainingRows: 230, testRows: 58 },
    ]);
  });

  it('gives the same bytes for the same training, and none for another seed', async () => {
    const bytes = async (seed: number) => (await trainOnTable(table, { ...quick, seed })).model.toBytes();
    expect(await bytes(1)).toEqual(await bytes(1));
    expect(await bytes(1)).not.toEqual(await bytes(2));
  });

  it('trains the same on a part of a table as on that part with a test table', async () => {
    const split = trainTestSplit(labelsOf('target'), { seed: 42 });
    // Kept rows have their place in the table.
    const options = { ...quick, keepRows: 0 };
    const whole = await trainOnTable(table, options);
    const parts = await trainOnTable(selectRows(table, split.train), {
      ...options,
      test: selectRows(table, split.test),
    });
    expect(parts.model.toBytes()).toEqual(whole.model.toBytes());
  });

  it('honest does not look at test labels; paper chooses its checkpoint by them and says so', async () => {
    const split = trainTestSplit(labelsOf('target'), { seed: 42 });
    const train = selectRows(table, split.train);
    const test = selectRows(table, split.test);
    const turned = {
      ...test,
      columns: test.columns.map((column) =>
        column.kind === 'text' ? { ...column, codes: column.codes.map((code) => (code + 1) % 3) } : column,
      ),
    };
    const options = { ...quick, classifierOptions: { epochs: 30 } };
    const tensors = async (protocol: 'honest' | 'paper', on: typeof test) => {
      const outcome = await trainOnTable(train, { ...options, test: on, protocol });
      return { tensors: outcome.model.classifier.tensors(), notices: outcome.notices.join() };
    };
    const honest = await tensors('honest', test);
    expect((await tensors('honest', turned)).tensors).toEqual(honest.tensors);
    expect(honest.notices).not.toContain('paper');
    const paper = await tensors('paper', test);
    expect((await tensors('paper', turned)).tensors).not.toEqual(paper.tensors);
    expect(paper.notices).toContain('chosen on the test rows');
  });

  it('reports each notice once, as it comes and in the outcome', async () => {
    const said: string[] = [];
    const columns = [...table.columns, tableFromColumns([['always', new Array(625).fill(1)]]).columns[0]];
    const { notices } = await trainOnTable(
      { ...table, columns },
      { ...quick, onNotice: (n) => said.push(n) },
    );
    expect(said).toEqual(notices);
    expect(notices).toEqual([expect.stringContaining('"always"')]);
  });

  it('refuses what it cannot use', async () => {
    const wrong = (options: object) => expect(trainOnTable(table, { ...quick, ...options })).rejects;
    await wrong({ protocol: 'best' }).toThrow(InputError);
    await wrong({ classifier: 'oracle' }).toThrow('Choose one of "qcl-mixnet"');
    await wrong({ test: table, testSize: 0.5 }).toThrow('testSize cannot be combined with test:');
    await wrong({ seed: 1, classifierOptions: { seed: 2 } }).toThrow('seed is 1');
    await wrong({ classifierOptions: { epoch: 2 } }).toThrow('epoch');
    await wrong({ memoryLimitBytes: 100 }).toThrow(InputError);
    await wrong({ overrides: { drop: ['nothing'] } }).toThrow('"nothing"');
    await wrong({ testsize: 0.5 }).toThrow('trainOnTable has no option "testsize". Did you mean "testSize"?');
  });

  it.each([undefined, {}, { target: undefined }])('needs a target: %j', async (given) => {
    const error = await trainOnTable(table, given as never).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('trainOnTable needs the option target');
  });
});

it('tells once of cells in the training rows that are not dates', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const train = tableFromColumns([
    ['when', rows.map((i) => (i === 7 ? 'soon' : `2019-0${1 + (i % 9)}-11`))],
    ['y', rows.map((i) => 'ab'[i % 2])],
  ]);
  const { notices } = await trainOnTable(train, { target: 'y', classifier: 'decision-tree', test: train });
  expect(notices.filter((notice) => notice.includes('soon'))).toEqual([
    'column "when" is read as dates such as 1998-06-12: 1 other cell treated as missing: "soon"',
  ]);
});

it('refuses probabilities beyond the memory limit before it allocates them', async () => {
  const rows = 200_000;
  const many = tableFromColumns([
    ['x', Array.from({ length: rows }, (_, i) => i % 13)],
    ['y', Array.from({ length: rows }, (_, i) => `L${i % 100_000}`)],
  ]);
  await expect(
    trainOnTable(many, { target: 'y', classifier: 'decision-tree', manyClasses: true }),
  ).rejects.toThrow(/200000 rows x \d+ classes would take .* GiB \(\d+ bytes\).*--memory-limit/);
});

describe('protocol paper', () => {
  it('neither calibrates nor tunes the decision unless asked to, also with options that are undefined', async () => {
    const paper = { ...quick, protocol: 'paper', calibration: undefined, decision: undefined } as const;
    const { model } = await trainOnTable(table, paper);
    expect([model.calibrator.isIdentity, model.decision.kind]).toEqual([true, 'argmax']);
    const asked = await trainOnTable(table, { ...paper, calibration: 'platt', decision: 'mcc' });
    expect(asked.model.calibrator.calibration.kind).toBe('platt');
    expect(asked.model.decision).toMatchObject({ metric: 'mcc' });
  });
});

describe('stopping a training', () => {
  it('keeps the best checkpoint as a whole model', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = await trainOnTable(table, {
      ...quick,
      classifierOptions: { epochs: 1000 },
      signal: controller.signal,
      onProgress: ({ epoch }) => {
        if (epoch === 3) controller.abort(reason);
      },
    }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TrainingAborted);
    expect(error.cause).toBe(reason);
    const { model, bestEpoch, report } = (error as TrainingAborted).outcome!;
    expect(bestEpoch).toBeLessThanOrEqual(model.provenance.epochs.trained);
    expect(model.provenance.epochs).toMatchObject({ best: bestEpoch, trained: 3, planned: 1000 });
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'kept' });
    expect((await predictTable(loaded, table)).labels).toHaveLength(625);
    expect(report.perClass).toHaveLength(3);
  });

  it('has nothing to keep before the first epoch', async () => {
    const error = await trainOnTable(table, { ...quick, signal: AbortSignal.abort() }).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(TrainingAborted);
    expect(error.outcome).toBeUndefined();
  });
});

describe('a saved model', () => {
  it('predicts the same after loading, whole and in blocks', async () => {
    const { model } = await trainOnTable(table, quick);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'model' });
    const large = selectRows(
      table,
      Int32Array.from({ length: 20_000 }, (_, i) => (i * 7) % 625),
    );
    const before = await predictTable(model, large);
    expect(await predictTable(loaded, large)).toEqual(before);
    const sizes: number[] = [];
    for await (const block of predictBlocks(loaded, large).blocks) sizes.push(block.labels.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000);
    expect(loaded.toBytes()).toEqual(model.toBytes());
  });

  it('decides as it did before saving; the default decision is not written', async () => {
    const { model } = await trainOnTable(table, quick);
    const { preparation, classifier, provenance } = model;
    const saved = (decision?: Decision) =>
      new TableClassifier({ preparation, classifier, provenance, decision }).toBytes();
    expect(model.decision.kind).toBe('weighted-argmax');
    expect(saved(new Argmax())).toEqual(saved());
    expect(new TextDecoder().decode(saved())).not.toContain('decision');
    // Its form is read too, as a later version may write it.
    const written = saved({
      kind: 'argmax',
      decide: argmaxRows,
      describe: () => 'as tested',
      toJSON: () => ({ kind: 'argmax' }),
    });
    expect(new TextDecoder().decode(written)).toContain('decision');
    const loaded = await TableClassifier.fromBytes(written, { name: 'written' });
    expect(loaded.toBytes()).toEqual(saved());
    for (const [json, message] of [
      [{ kind: 'oracle' }, /^far\.st: the kind of its decision is "oracle"; known kinds: "argmax", /],
      [{ kind: 'argmax', cost: 2 }, /^far\.st: its decision argmax: .*cost/s],
      ['argmax', /^far\.st: the kind of its decision is not named/],
    ] as const) {
      const bytes = saved({
        kind: 'oracle',
        decide: argmaxRows,
        describe: () => 'as tested',
        toJSON: () => json,
      });
      const load = TableClassifier.fromBytes(bytes, { name: 'far.st' });
      await expect(load).rejects.toThrow(InputError);
      await expect(load).rejects.toThrow(message);
    }
  });

  it('predicts, is evaluated and described by its own decision', async () => {
    const { model } = await trainOnTable(table, {
      ...quick,
      classifier: 'qcl-ensemble',
      classifierOptions: { epochs: 1, folds: 2, partitions: 1 },
    });
    const { preparation, classifier, provenance } = model;
    const alwaysFirst: Decision = {
      kind: 'always-first',
      decide: ({ rows }) => new Int32Array(rows),
      describe: () => 'as tested',
      toJSON: () => ({ kind: 'always-first' }),
    };
    const { calibrator } = model;
    const first = new TableClassifier({
      preparation,
      classifier,
      provenance,
      calibrator,
      decision: alwaysFirst,
    });
    const { labels, probabilities } = await predictTable(first, table);
    expect(new Set(labels)).toEqual(new Set(['B']));
    expect(probabilities).toEqual((await predictTable(model, table)).probabilities);
    const { report } = await evaluateTable(first, table);
    expect(report.perClass.map(({ recall }) => recall)).toEqual([1, 0, 0]);
    expect(outOfFoldReport(first)?.perClass.map(({ recall }) => recall)).toEqual([1, 0, 0]);
  });

  it('of an unknown classifier or without provenance is refused, naming the file', async () => {
    const { model } = await trainOnTable(table, quick);
    const { description, tensors } = decodeModelFile(model.toBytes(), { name: 'saved' });
    const saved = description as { classifier: object; provenance: { seed: number } };
    const load = (changed: Record<string, unknown>) =>
      TableClassifier.fromBytes(encodeModelFile({ ...saved, ...changed }, tensors), { name: 'strange.st' });
    const oracle = { ...saved.classifier, name: 'oracle' };
    await expect(load({ classifier: oracle })).rejects.toThrow(/^strange\.st: .*"oracle"/);
    const { seed, ...rest } = saved.provenance;
    await expect(load({ provenance: { ...rest, sed: seed } })).rejects.toThrow(
      /^strange\.st does not describe/,
    );
  });
});

describe('evaluateTable', () => {
  it('compares labels as the classes are spelled and refuses others', async () => {
    const numbers = (values: (number | string)[]) =>
      tableFromColumns([
        ['x', values.map((_, i) => i % 7)],
        ['y', values],
      ]);
    const values = Array.from({ length: 60 }, (_, i) => (i % 7 > 3 ? 10 : 2));
    const { model } = await trainOnTable(numbers(values), { ...quick, target: 'y' });
    const spelled = await evaluateTable(model, numbers(values.map(String)));
    expect(spelled.report.labels).toEqual([2, 10]);
    await expect(evaluateTable(model, numbers(['2', 'ten']))).rejects.toThrow(
      /the string "ten" in data row 2/,
    );
    await expect(evaluateTable(model, numbers([3, 4]))).rejects.toThrow('no label (3, 4)');
    const some = await evaluateTable(model, numbers([2, 3, 10]));
    expect(some.notices).toEqual([
      expect.stringContaining('1 test row of a class that was not in training (3)'),
    ]);
  });
});
