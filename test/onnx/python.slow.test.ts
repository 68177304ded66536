/** The Python of docs/onnx.md, where Python has onnxruntime and pandas; PYTHON names the interpreter. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import { exportOnnx, onnxInputs } from '../../src/onnx/export-onnx.js';
import { predictTable } from '../../src/pipeline/predict-table.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { readTable } from '../../src/platform/node/files/read-table-file.js';
import { codeBlocks } from '../docs/code-blocks.js';

const PYTHON = process.env.PYTHON ?? 'python3';
const isThere = spawnSync(PYTHON, ['-c', 'import onnxruntime, pandas']).status === 0;
if (!isThere) console.warn(`${PYTHON} has no onnxruntime and pandas: the Python of docs/onnx.md is not run`);

const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A column of every kind, a few cells of each missing. */
function csv(): string {
  const random = new RandomStream(1, 'python');
  const oneOf = (words: readonly string[]) => words[random.integer(words.length)];
  const word = () => oneOf(['The', 'quick', 'brown', 'Fox', 'jumps', 'over', 'dogs 12']);
  const lines = ['x,price,share,flag,city,size,age,start,us,quarter,at,genres,remark,y'];
  for (let row = 0; row < 200; row++) {
    const y = oneOf(['yes', 'no', 'no']);
    const date = new Date(
      Date.UTC(2000, 0, 1) + random.integer(8000) * 86_400_000 + random.integer(1440) * 60_000,
    );
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const genres = ['drama', 'war', 'crime'].filter(() => random.uniform() < 0.5);
    const cells = [
      String(random.normal() + Number(y === 'yes')),
      `"$${1 + random.integer(9)},${100 + random.integer(900)}.50"`,
      `${random.integer(100)}%`,
      oneOf(['True', 'False']),
      oneOf(['Rome', 'Zürich', 'Oslo']),
      oneOf(['low', 'medium', 'high']),
      oneOf(['0-17', '18-64', '65+']),
      date.toISOString().slice(0, 16).replace('T', ' '),
      `${month + 1}/${day}/${year}`,
      `${year}Q${1 + Math.floor(month / 3)}`,
      date.toISOString().slice(11, 16),
      genres.join('|') || 'none',
      `${row} ${Array.from({ length: 7 }, word).join(' ')}`,
    ];
    lines.push([...cells.map((cell) => (random.uniform() < 0.07 ? '' : cell)), y].join(','));
  }
  return `${lines.join('\n')}\n`;
}

it.skipIf(!isThere)('the Python of the page gives the predictions of the model', async () => {
  const page = fileURLToPath(new URL('../../docs/onnx.md', import.meta.url));
  const [python] = codeBlocks(readFileSync(page, 'utf8')).filter(({ language }) => language === 'python');
  const path = join(folder, 'transactions.csv');
  writeFileSync(path, csv());
  const table = await readTable(path);
  const overrides = { list: ['genres'], text: ['remark'] };
  const { model } = await trainOnTable(table, { target: 'y', classifier: 'boosting', overrides });
  const computed = onnxInputs(model).flatMap((input) => input.computed?.kind ?? []);
  expect([...new Set(computed)].sort()).toEqual(['date', 'list', 'number', 'text']);
  writeFileSync(join(folder, 'fraud.onnx'), exportOnnx(model));
  const print = 'print(json.dumps([labels.tolist(), probabilities.ravel().tolist()]))';
  const output = execFileSync(PYTHON, ['-c', `${python.code}\n${print}`], { cwd: folder, encoding: 'utf8' });
  const [labels, probabilities] = JSON.parse(output) as [string[], number[]];
  const expected = await predictTable(model, table);
  expect(labels).toEqual(expected.labels);
  const differences = probabilities.map((p, i) => Math.abs(p - expected.probabilities.data[i]));
  expect(Math.max(...differences)).toBeLessThan(1e-5);
});
