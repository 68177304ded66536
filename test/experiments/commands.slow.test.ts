import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { balanceScale } from '../../src/paper/datasets/balance-scale.js';
import { canonicalTable } from '../../src/paper/datasets/canonical-table.js';
import { recordLine } from '../../src/paper/experiments/run-record.js';
import { MAIN } from '../cli/built-program.js';
import { doneRecord } from '../support/run-records.js';
import { ExperimentPlace } from './experiment-place.js';

const place = new ExperimentPlace();
const quick = ['--datasets', 'balance_scale', '--epochs', '3', '--seeds', '2'];
const bench = (out: string, ...more: string[]) => [
  ...['benchmark', '--classifiers', 'qcl-mixnet', ...quick, '--out', out],
  ...more,
];

beforeAll(async () => {
  const { code } = await place.run(['ablate', ...quick, '--protocol', 'honest,paper', '--out', 'runs']);
  expect(code).toBe(0);
});

describe('benchmark', () => {
  it('keeps everything that a run gives', async () => {
    const { code, stdout, stderr } = await place.run(bench('kept'));
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /balance_scale, qcl-mixnet \(epochs 3\), honest, seed 4[23]: macro F1 0\.\d{3} in/,
    );
    expect(stdout).toMatch(/balance_scale .* qcl-mixnet \(epochs 3\) .* 2 .* 0\.80/);
    expect(stdout).toMatch(/2 of 2 runs done, 0 failed/);
    const records = place.records('kept');
    expect(records.map(({ seed }) => seed).sort()).toEqual([42, 43]);
    for (const record of records) {
      expect(record).toMatchObject({
        dataset: 'balance_scale',
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        classifier: 'qcl-mixnet',
        options: { epochs: 3 },
        protocol: 'honest',
        version: expect.any(String),
        kernelBuild: expect.any(String),
        node: process.version,
        outcome: 'done',
        classes: ['B', 'L', 'R'],
        rows: { train: 500, test: 125 },
        epochs: 3,
        seconds: expect.any(Number),
      });
      if (record.outcome !== 'done') throw new Error(record.reason);
      expect(record.confusion.reduce((sum, [, , rows]) => sum + rows, 0)).toBe(125);
      expect(record.curve.loss).toHaveLength(3);
      expect(record.curve.validationMacroF1).toHaveLength(3);
      expect(record.perClass.map(({ label }) => label)).toEqual(['B', 'L', 'R']);
      // More than the engine's first memory, less than the whole process.
      expect(record.threadPeakBytes).toBeGreaterThan(2 ** 20);
      expect(record.threadPeakBytes).toBeLessThan(record.processPeakBytes);
    }
  });

  it('gives what train gives with the same seed', async () => {
    place.write('kept.csv', canonicalTable(balanceScale()).csv);
    const args = ['train', 'kept.csv', '--target', 'target', '--classifier', 'qcl-mixnet', '--epochs', '3'];
    // The setting of the experiments: a checkpoint chosen on held-out rows, and no calibration.
    const setting = ['--set', 'validationFraction=0.2', '--calibration', 'none', '--decide', 'argmax'];
    const { stdout } = await place.run([
      ...[...args, ...setting, '--seed', '43', '--json'],
      ...['--out', 'model.safetensors'],
    ]);
    const record = place
      .records('runs')
      .find(
        ({ seed, protocol, options }) =>
          seed === 43 && protocol === 'honest' && options.without === undefined,
      );
    expect(record).toMatchObject({ metrics: JSON.parse(stdout).metrics });
  });

  it('searches the grids that there are, beside runs without a search', async () => {
    const run = (...more: string[]) =>
      place.run([
        ...['benchmark', '--classifiers', 'decision-tree,mlp', ...quick, '--out', 'tuned', ...more],
      ]);
    expect((await run('--tune')).code).toBe(0);
    const { stdout } = await run('--tune', 'both', '--protocol', 'honest,paper');
    const records = place.records('tuned');
    const names = records.map(
      ({ classifier, tuned, protocol }) => `${classifier}${tuned ? ' tuned' : ''}, ${protocol}`,
    );
    // The network has no grid, and the tree no checkpoint that test rows could choose.
    expect([...new Set(names)].sort()).toEqual([
      ...['decision-tree tuned, honest', 'decision-tree, honest', 'mlp, honest', 'mlp, paper'],
    ]);
    for (const record of records) {
      if (record.outcome !== 'done') throw new Error(record.reason);
      expect(record.tuning?.candidates.length).toBe(record.tuned ? 12 : undefined);
    }
    expect(stdout).toMatch(/decision-tree/);
    const all = await place.run(['results', 'tuned']);
    expect(all.stdout).toMatch(/decision-tree tuned/);
  });

  it('names a missing data set, and runs the others', async () => {
    const { code, stdout, stderr } = await place.run(
      bench('some', '--datasets', 'har,balance_scale', '--seeds', '1', '--jobs', '1'),
    );
    expect(code).toBe(0);
    for (const text of [stdout, stderr])
      expect(text).toMatch(/skipped: har: the data set har is not on this machine/);
    expect(stdout).toMatch(/1 of 1 run done/);
    await place.expectRefusal(bench('none', '--datasets', 'har'), [
      /none of the data sets is available: .*har/,
    ]);
  });

  it('records a run that takes too long and goes on; it is tried again only when asked', async () => {
    const slow = bench('slow', '--epochs', '1000000', '--time-limit', '0.7', '--jobs', '2');
    const first = await place.run(slow);
    expect(first.code).toBe(1);
    expect(first.stderr.match(/failed: it took longer than the time limit of 0\.7 s/g)).toHaveLength(2);
    expect(first.stdout).toMatch(/Failed: balance_scale, .*, seed 42, 43: it took longer/);
    expect(first.stdout).toMatch(/0 of 2 runs done, 2 failed\. --retry-failed/);
    const second = await place.run(slow);
    expect(second.code).toBe(1);
    expect(second.stderr).toBe('');
    expect(place.records('slow')).toHaveLength(2);
    await place.run([...slow, '--retry-failed', '--seeds', '1']);
    expect(
      place
        .records('slow')
        .map(({ seed }) => seed)
        .sort(),
    ).toEqual([42, 42, 43]);
  });

  it('records a training that diverges', async () => {
    const { code } = await place.run(bench('diverging', '--set', 'maximumLearningRate=1e30'));
    expect(code).toBe(1);
    for (const record of place.records('diverging')) {
      expect(record).toMatchObject({
        outcome: 'failed',
        reason: expect.stringMatching(/the training diverged/),
      });
    }
  });
});

describe('a full disk', () => {
  it('costs no finished run, and the rest follows when there is room', async () => {
    // A limit on the size of a file: the write fails after a part of it, as on a full disk.
    const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, MAIN];
    const { code, stderr } = await place.runCommand('sh', [...limited, ...bench('full', '--seeds', '9')]);
    expect(stderr).toMatch(/error: cannot write runs in full: the file is larger than the system allows/);
    expect(code).toBe(2);
    const kept = place.keys('full');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(9);
    expect((await place.run(bench('full', '--seeds', '9'))).code).toBe(0);
    expect(place.keys('full').slice(0, kept.length)).toEqual(kept);
    expect(place.records('full')).toHaveLength(9);
  });
});

describe('wrong use', () => {
  it.each<[string, string[], RegExp[]]>([
    ['an unknown data set', ['benchmark', '--datasets', 'ecoly'], [/"ecoly"/, /Did you mean "ecoli"/]],
    ['an unknown classifier', ['benchmark', '--classifiers', 'qcl-mixnt'], [/Did you mean "qcl-mixnet"/]],
    [
      'an unknown protocol',
      ['ablate', '--protocol', 'best'],
      [/--protocol/, /honest, paper or honest,paper/],
    ],
    ['no repeats', ['ablate', '--seeds', '0'], [/--seeds/, /positive integer/]],
    ['too many', ['benchmark', '--seeds', '1e9'], [/--seeds/, /'1e9'/, /more than 10000/]],
    ['too little memory', ['ablate', '--memory-limit', '1'], [/--memory-limit/, /'1'/, /less than 32M/]],
    ['no time', ['benchmark', '--time-limit', '0'], [/--time-limit/, /number of seconds/]],
    ['an unknown option of the classifier', ['benchmark', '--set', 'epoch=3'], [/Did you mean "epochs"/]],
    ['parts chosen in ablate', ['ablate', '--set', 'without=mixup'], [/ablate sets it itself/]],
    ['a file as folder', ['benchmark', ...quick, '--out', 'runs/runs.jsonl'], [/a file of this name/]],
    ['no records', ['results', 'empty'], [/empty holds no records/]],
    ['a path that does not exist', ['results', 'nowhere'], [/nowhere does not exist: give the folder/]],
    [
      'earlier records nowhere',
      [...bench('x'), '--times', '/nonexist', '--plan'],
      [/\/nonexist does not exist/],
    ],
    [
      'a folder of records of another name',
      ['results', 'named'],
      [/named holds no runs\.jsonl, but "first\.jsonl": give .* such as named\/first\.jsonl/],
    ],
    ['records that are none', ['results', 'nonsense.jsonl'], [/nonsense\.jsonl, line 1 is not JSON/]],
  ])('%s is refused', async (_, args, pieces) => {
    place.write('nonsense.jsonl', 'nonsense\n');
    for (const name of ['empty', 'named']) mkdirSync(place.path(name), { recursive: true });
    place.write('named/first.jsonl', '');
    await place.expectRefusal(args, pieces);
  });

  it('a folder of another version is refused and left as it is', async () => {
    await place.run(bench('old', '--seeds', '1'));
    const file = place.path('old/runs.jsonl');
    const text = readFileSync(file, 'utf8').replace(/"version":"[^"]*"/, '"version":"0.0.1"');
    writeFileSync(file, text);
    await place.expectRefusal(bench('old'), [
      /line 1 is of version 0\.0\.1 .* choose another folder with --out/,
    ]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('results', () => {
  const results = (...args: string[]) => place.run(['results', ...args]);

  it('shows every configuration beside the paper, what leaks, and what nobody ran', async () => {
    const { code, stdout } = await results('runs');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Protocol honest/m);
    expect(stdout).toMatch(/^Protocol paper \(leaking/m);
    expect(stdout).toMatch(/balance_scale .* qcl-mixnet without mixup \(epochs 3\) .* 0\.61/);
    expect(stdout).toMatch(/^Effect of each part/m);
    expect(stdout).toMatch(/No runs recorded for: ecoli, .*har/);
    const honest = await results('runs', '--protocol', 'honest');
    expect(honest.stdout).not.toMatch(/leaking/);
  });

  it('gives the same numbers as Markdown, CSV and JSON', async () => {
    const [markdown, csv, json] = await Promise.all(
      ['markdown', 'csv', 'json'].map(async (format) => (await results('runs', '--format', format)).stdout),
    );
    const { results: rows, ablations } = JSON.parse(json);
    expect(rows).toHaveLength(8);
    expect(ablations).toHaveLength(6);
    const lines = csv.trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    rows.forEach(
      (row: { scores: { macroF1: { mean: number; deviation: number } }; leaking: boolean }, i: number) => {
        const { mean, deviation } = row.scores.macroF1;
        expect(lines[i + 1]).toContain(`,${row.leaking},2,0,${mean},${deviation},`);
        expect(markdown).toContain(`| ${mean.toFixed(3)} ± ${deviation.toFixed(3)} |`);
      },
    );
  });

  it('makes the same page from the compact form', async () => {
    const made = await results('runs', '--compact', 'compact.jsonl', '--report', 'page.md');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/Wrote compact\.jsonl from 16 records/);
    await results('compact.jsonl', '--report', 'again.md', '--compact', 'again.jsonl');
    expect(place.bytes('again.md')).toEqual(place.bytes('page.md'));
    expect(place.bytes('again.jsonl')).toEqual(place.bytes('compact.jsonl'));
    expect(place.bytes('compact.jsonl').length).toBeLessThan(place.bytes('runs/runs.jsonl').length * 0.8);
    expect(place.bytes('page.md').toString()).toMatch(/^# Results\n/);
  });

  it('ranks several classifiers, in words and numbers, and no ablation', async () => {
    const record = (classifier: string, dataset: string, macroF1: number, more = {}) =>
      recordLine(doneRecord(macroF1, { classifier, dataset, checksum: dataset, ...more }));
    const datasets = ['glass', 'ecoli', 'lymph'];
    const lines = datasets.flatMap((dataset, d) => [
      record('knn', dataset, 0.5 + d / 10),
      record('qcl-mixnet', dataset, 0.4 + d / 10),
      record('qcl-mixnet', dataset, 0.3, { options: { without: ['mixup'] } }),
    ]);
    place.write('two.jsonl', lines.join(''));
    const text = (await results('two.jsonl')).stdout;
    expect(text).toMatch(
      /^ {2}knn is first by mean rank in macro F1 \(1\.00\), ahead of qcl-mixnet \(2\.00\)/m,
    );
    expect(text).toMatch(/ knn +│ +1 │ +1\.00 │ +0\.600 │ 0\.\d+ to 0\.\d+ │/);
    const markdown = (await results('two.jsonl', '--format', 'markdown')).stdout;
    expect(markdown).toMatch(/^- Compared: 2 classifiers on 3 data sets, protocol honest\.$/m);
    expect(markdown).toMatch(/^\| macro F1 \| 3\.00 \| 0\.083 \|/m);
    const { rankings } = JSON.parse((await results('two.jsonl', '--format', 'json')).stdout);
    expect(rankings).toMatchObject([
      { protocol: 'honest', classifiers: ['knn', 'qcl-mixnet'], overMetrics: { result: { valid: false } } },
    ]);
    expect((await results('runs')).stdout).not.toMatch(/^Ranks/m);
  });

  it('reads a folder whose last line is being written', async () => {
    const whole = place.bytes('runs/runs.jsonl');
    place.write('torn.jsonl', whole.subarray(0, whole.length - 5));
    const { code, stderr } = await results('torn.jsonl');
    expect(code).toBe(0);
    expect(stderr).toMatch(/notice: the last line of the records in torn\.jsonl is incomplete/);
  });
});
