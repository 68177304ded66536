/** `export` writes a file that other programs run, and says what it takes. */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelFromJson } from '../../src/pipeline/model-json.js';
import { Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(async () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const month = String(1 + ((i * 7) % 12)).padStart(2, '0');
    return `${(i % 10) + (i % 2) * 4},${['red', 'green', 'blue'][i % 3]},2020-${month}-1${i % 9},${i % 2 ? 'yes' : 'no'}`;
  });
  place.write('table.csv', `x,colour,day,y\n${rows.join('\n')}\n`);
  const train = ['train', 'table.csv', '-t', 'y', '--classifier', 'decision-tree', '-o', 'tree.st'];
  expect((await place.run(train)).code).toBe(0);
});

describe('export', () => {
  it('writes a file that predicts, and lists its columns with the Python for dates', async () => {
    const { code, stdout } = await place.run(['export', 'tree.st', '--format', 'onnx', '-o', 'tree.onnx']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Saved to tree\.onnx: \d+ KiB/);
    expect(stdout).toMatch(/^ {2}colour +text \(''/m);
    expect(stdout).toContain('df["day"] = (pandas.to_datetime(df["day"]) - pandas.Timestamp(0))');
    const session = await InferenceSession.create(readFileSync(place.path('tree.onnx')));
    const { label } = await session.run({
      x: new Tensor(Float64Array.of(0, 13), [2, 1]),
      colour: new Tensor('string', ['red', ''], [2, 1]),
      day: new Tensor(Float64Array.of(Date.UTC(2020, 0, 10), Number.NaN), [2, 1]),
    });
    expect(label.data).toEqual(['no', 'yes']);
  });

  it('describes it as JSON', async () => {
    const { stdout } = await place.run(['export', 'tree.st', '-o', 'again.onnx', '--json']);
    const { inputs, outputs, classes } = JSON.parse(stdout);
    expect(inputs.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
      ['x', 'double'],
      ['colour', 'string'],
      ['day', 'double'],
    ]);
    expect(inputs[2].computed).toEqual({ kind: 'date', format: 'year-first' });
    expect([outputs.label, classes]).toEqual(['label', ['no', 'yes']]);
    expect(readFileSync(place.path('again.onnx'))).toEqual(readFileSync(place.path('tree.onnx')));
  });

  it('writes the model as JSON', async () => {
    const { code, stdout } = await place.run(['export', 'tree.st', '-o', 'tree.json']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Saved to tree\.json: \d+ KiB/)]);
    const model = await modelFromJson(place.bytes('tree.json').toString(), { name: 'tree.json' });
    expect(Buffer.from(model.toBytes())).toEqual(place.bytes('tree.st'));
  });

  it('refuses other formats and writes nothing over the model', async () => {
    const other = await place.run(['export', 'tree.st', '--format', 'pmml', '-o', 'tree.pmml']);
    expect([other.code, place.has('tree.pmml')]).toEqual([2, false]);
    expect(other.stderr).toMatch(/Allowed choices are onnx, json/);
    const same = await place.run(['export', 'tree.st', '-o', 'tree.st']);
    expect(same.code).toBe(2);
    expect(same.stderr).toMatch(/is the model itself/);
  });
});
