import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
const lines = clusters();

beforeAll(async () => {
  place.write('table.csv', text(lines));
  const result = await place.run([
    ...quickTraining('table.csv', 'shared.safetensors'),
    ...['--epochs', '30', '--set', 'focalGamma=2', '--set', 'classWeight=balanced'],
  ]);
  expect(result.stderr).not.toMatch(/error/);
  expect(result.code).toBe(0);
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('train', () => {
  it('prints the report on standard output, the progress on standard error, and saves the model', async () => {
    const { code, stdout, stderr } = await place.run(quickTraining('table.csv'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/precision +recall +F1 +support/);
    expect(stdout).toMatch(/rare .* 2 {2}<- rarest/);
    expect(stdout).toContain('Saved to model.safetensors');
    expect(stderr).toMatch(/^training: epoch 3\/3 {2}loss \d+\.\d+ {2}\S+ epochs\/s {2}0 s left$/m);
    expect(stderr).not.toContain('\r');
    expect(place.has('model.safetensors')).toBe(true);
  });

  it('writes one JSON object of the documented form with --json', async () => {
    const { code, stdout } = await place.run([...quickTraining('table.csv'), '--json', '--seed', '7']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual([
      ...['rows', 'columns', 'classes', 'protocol', 'seed', 'bestEpoch', 'seconds'],
      ...['metrics', 'perClass', 'confusion', 'scores', 'calibration', 'decision', 'notices'],
    ]);
    expect(report).toMatchObject({ rows: 60, columns: 2, classes: 3, protocol: 'honest', seed: 7 });
    expect(report.bestEpoch).toBeGreaterThanOrEqual(1);
    expect(report.bestEpoch).toBeLessThanOrEqual(3);
    expect(Object.keys(report.metrics)).toEqual([
      ...['accuracy', 'macroPrecision', 'macroRecall', 'macroF1', 'balancedAccuracy'],
    ]);
    const { scores } = report;
    expect(scores.positive).toBe('rare');
    expect(scores.probabilities.macroF1).toBeCloseTo(report.metrics.macroF1, 12);
    expect(scores.probabilities.perClass).toHaveLength(3);
    expect(Object.keys(scores.baselines)).toEqual(['mostFrequentClass', 'classFrequencies']);
    expect(scores.intervals.recall.reason).toMatch(/2 rows, too few for an interval/);
    expect(report.perClass.map((row: { label: string }) => row.label)).toEqual(['left', 'rare', 'right']);
    expect(Object.keys(report.perClass[0])).toEqual(['label', 'precision', 'recall', 'f1', 'support']);
    const total = report.confusion.flat().reduce((sum: number, count: number) => sum + count, 0);
    expect(total).toBe(12);
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    const train = (out: string, seed: string) =>
      place.run([...quickTraining('table.csv', out), '--quiet', '--seed', seed]);
    const results = await Promise.all([train('a.st', '5'), train('b.st', '5'), train('c.st', '6')]);
    for (const { code, stderr } of results) expect([code, stderr]).toEqual([0, '']);
    expect(sha256(place.bytes('a.st'))).toBe(sha256(place.bytes('b.st')));
    expect(sha256(place.bytes('a.st'))).not.toBe(sha256(place.bytes('c.st')));
  });

  it('says plainly that the protocol paper chose on the test rows', async () => {
    const { code, stdout, stderr } = await place.run([...quickTraining('table.csv'), '--protocol', 'paper']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/notice: protocol paper: .* chosen on the test rows.* optimistic/);
    expect(stdout).toContain('was chosen on the test rows');
  });

  it('tests on a table of its own, and counts rows of unknown classes and rows seen in training', async () => {
    place.write('test.csv', text([lines[0], lines[1], lines[2], '9,9,strange']));
    const args = [...quickTraining('table.csv'), '--test', 'test.csv', '--json'];
    const { code, stdout, stderr } = await place.run(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/1 test row of a class that was not in training \("strange"\)/);
    expect(stderr).toMatch(/equal a training row in every feature: 2 of 3/);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ rows: 63, classes: 3 });
    expect(report.perClass[3]).toEqual({ label: 'strange', precision: 0, recall: 0, f1: 0, support: 1 });
  });

  it('takes columns as it is told', async () => {
    const coded = lines.map((line, i) => (i === 0 ? `${line},"a,b",id` : `${line},${i % 3},${i}`));
    place.write('coded.csv', text(coded));
    const args = [
      ...quickTraining('coded.csv'),
      '--categorical',
      '"a,b"',
      '--drop',
      'id',
      '--numeric',
      'x,y',
    ];
    expect(await place.run(args)).toMatchObject({ code: 0 });
    const { stdout } = await place.run(['inspect', 'model.safetensors', '--json']);
    const columns = JSON.parse(stdout).columns.map((each: { name: string; kind: string }) => [
      each.name,
      each.kind,
    ]);
    expect(columns).toEqual([
      ['x', 'numeric'],
      ['y', 'numeric'],
      ['a,b', 'categorical'],
      ['id', 'excluded'],
    ]);
  });
});

describe('predict', () => {
  it('predicts with columns in another order, ignores extra ones, and needs no target', async () => {
    const shuffled = lines
      .slice(1)
      .map((line) => line.split(','))
      .map(([x, y]) => `${y},ignored,${x}`);
    place.write('new.csv', text(['y,extra,x', ...shuffled]));
    const { code, stdout, stderr } = await place.run(['predict', 'shared.safetensors', 'new.csv']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/notice: 1 column not in the training table ignored: "extra"/);
    const [header, ...predictions] = stdout.trimEnd().split('\n');
    expect(header).toBe('prediction');
    const truth = lines.slice(1).map((line) => line.split(',')[2]);
    const right = predictions.filter((prediction, row) => prediction === truth[row]).length;
    expect(predictions).toHaveLength(60);
    expect(right).toBeGreaterThan(54);
  });

  it('predicts the same with any number of threads, and refuses none', async () => {
    const args = ['predict', 'shared.safetensors', 'table.csv', '--proba'];
    const [one, two, none] = await Promise.all(['1', '2', '0'].map((n) => place.run([...args, '--jobs', n])));
    expect(one.stdout.split('\n')).toHaveLength(62);
    expect(two.stdout).toBe(one.stdout);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/--jobs <n>.*'0'/);
  });

  it('adds probabilities that sum to 1 and agree with the prediction', async () => {
    const { stdout } = await place.run(['predict', 'shared.safetensors', 'table.csv', '--proba']);
    const records: Record<string, string>[] = parse(stdout, { columns: true });
    expect(Object.keys(records[0])).toEqual([
      ...['prediction', 'probability_left', 'probability_rare', 'probability_right'],
    ]);
    for (const { prediction, ...probabilities } of records) {
      const values = Object.values(probabilities).map(Number);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(Number(probabilities[`probability_${prediction}`])).toBe(Math.max(...values));
    }
  });

  it('writes the same to a file, and reads standard input', async () => {
    const printed = await place.run(['predict', 'shared.safetensors', '-', '--proba'], {
      input: text(lines),
    });
    const saved = await place.run([
      'predict',
      'shared.safetensors',
      'table.csv',
      '--proba',
      '--out',
      'out.csv',
    ]);
    expect(saved).toMatchObject({ code: 0, stdout: '' });
    expect(place.bytes('out.csv').toString()).toBe(printed.stdout);
  });

  it('quotes labels by RFC 4180', async () => {
    const odd = new Map([
      ['left', 'a "b", c'],
      ['right', 'two\nlines'],
      ['rare', '=1+1'],
    ]);
    const quoted = clusters({ label: (name) => `"${odd.get(name)!.replaceAll('"', '""')}"` });
    place.write('odd.csv', text(quoted));
    expect(await place.run(quickTraining('odd.csv', 'odd.st'))).toMatchObject({ code: 0 });
    const { stdout } = await place.run(['predict', 'odd.st', 'odd.csv', '--proba']);
    const records: string[][] = parse(stdout);
    expect(records[0]).toEqual([
      'prediction',
      'probability_=1+1',
      'probability_a "b", c',
      'probability_two\nlines',
    ]);
    expect(records).toHaveLength(61);
    for (const [prediction] of records.slice(1)) expect([...odd.values()]).toContain(prediction);
  });

  it('ends quietly when nobody reads on', async () => {
    const many = [lines[0], ...Array.from({ length: 2000 }, () => lines.slice(1)).flat()];
    place.write('many.csv', text(many));
    const { code, stdout, stderr } = await place.run(
      ['predict', 'shared.safetensors', 'many.csv', '--proba'],
      {
        meanwhile: (child) => child.stdout.once('data', () => child.stdout.destroy()),
      },
    );
    expect(stdout.length).toBeGreaterThan(0);
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('evaluate and inspect', () => {
  it('evaluate gives the same scores as train on the same test rows', async () => {
    place.write('train-part.csv', text(lines.slice(0, 41)));
    place.write('test-part.csv', text([lines[0], ...lines.slice(41)]));
    const args = [...quickTraining('train-part.csv', 'part.st'), '--test', 'test-part.csv', '--json'];
    const { calibration, decision, notices, ...trained } = JSON.parse((await place.run(args)).stdout);
    expect([calibration, decision]).toEqual([expect.any(String), expect.stringMatching(/^macro-f1: /)]);
    expect(notices).toBeInstanceOf(Array);
    const { code, stdout, stderr } = await place.run(['evaluate', 'part.st', 'test-part.csv', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const evaluated = JSON.parse(stdout);
    expect(Object.keys(evaluated)).toEqual(Object.keys(trained));
    expect({ ...evaluated, seconds: 0 }).toEqual({ ...trained, rows: 20, seconds: 0 });
    const printed = await place.run(['evaluate', 'part.st', 'test-part.csv']);
    const macroF1 = trained.metrics.macroF1.toFixed(4);
    expect(printed.stdout).toMatch(new RegExp(`^macro F1 +${macroF1} `, 'm'));
  });

  it('inspect says what the model is, was trained on and expects', async () => {
    const { code, stdout } = await place.run(['inspect', 'shared.safetensors']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/predicts "label" from 2 columns/);
    expect(stdout).toMatch(/trained on 48 rows, tested on 12/);
    expect(stdout).toMatch(/rare +│ +8 +│ +2/);
    expect(stdout).toMatch(/│ x +│ numeric/);
    const described = JSON.parse((await place.run(['inspect', 'shared.safetensors', '--json'])).stdout);
    expect(described).toMatchObject({
      classifier: { name: 'qcl-mixnet', options: { epochs: 30, focalGamma: 2, classWeight: 'balanced' } },
      target: 'label',
      rows: { train: 48, test: 12 },
      protocol: 'honest',
      seed: 42,
      epochs: { trained: 30, planned: 30 },
    });
    expect(described.classes[1]).toEqual({ label: 'rare', trainingRows: 8, testRows: 2 });
  });
});

describe('demo and help', () => {
  it('demo trains, saves, loads and predicts', async () => {
    const { code, stdout, stderr } = await place.run(['demo', '--out', 'demo.st']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^training: epoch 100\/100/m);
    expect(stdout).toMatch(/B .* 10 {2}<- rarest/);
    expect(stdout).toContain('Saved to demo.st. Loaded again, the model predicts:');
    expect(stdout).toMatch(/│ auto +│ +[01]\.\d{3} │.*\n│ qcl-mixnet +│ +0\.\d{3} │/);
    expect(stdout).toContain('qcl-mixnet train your.csv --target COLUMN');
    expect(place.has('demo.st')).toBe(true);
  });

  it('prints version and help, with examples on every command', async () => {
    const version = await place.run(['--version']);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const command of [
      'train',
      'compare',
      'predict',
      'explain',
      'importance',
      'evaluate',
      'watch',
      'decide',
      'card',
      'export',
      'sql',
      'inspect',
      'demo',
      'benchmark',
      'ablate',
    ]) {
      const { code, stdout } = await place.run([command, '--help']);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?:\n {2}\$ qcl-mixnet/);
    }
  });
});
