/**
 * Programs that fit many support vector machines and ensembles end, time after time: threads that were ended after one
 * fit each blocked the process in most runs of these (nodejs/node#54918). `npm run check:hangs` repeats them for longer.
 */
import { expect, it } from 'vitest';
import { text, Workplace } from '../cli/built-program.js';

const place = new Workplace();

/** 102 rows of three columns, a tenth of them of a rare class. */
function table(): string {
  const lines = ['a,b,c,target'];
  for (let i = 0; i < 102; i++) {
    const rare = i % 10 === 0;
    const cells = [Math.sin(i * 3) + (rare ? 1 : 0), Math.cos(i * 5), Math.sin(i * i) - (rare ? 1 : 0)];
    lines.push(`${cells.map((cell) => cell.toFixed(4)).join()},${rare ? 'rare' : 'n'}`);
  }
  return text(lines);
}

const FITS = `
  const { SvmSmote, ThreadPool } = await import(${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)});
  const X = { data: Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * i)), rows: 100, columns: 3 };
  const y = Array.from({ length: 100 }, (_, i) => i % 3);
  const executor = new ThreadPool();
  for (let seed = 0; seed < 60; seed++) await new SvmSmote({ seed }).fit(X, y, { executor });
  console.log('done');`;

it('auto ends on 102 rows, three times out of three', async () => {
  place.write('small.csv', table());
  for (let i = 0; i < 3; i++) {
    const args = [
      'train',
      'small.csv',
      '-t',
      'target',
      '-o',
      'model.safetensors',
      '--classifier',
      'auto',
      '-q',
    ];
    const { code, signal, stderr } = await place.run(args);
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  }
});

it('compare ends with svm-smote in several threads', async () => {
  place.write('small.csv', table());
  const args = [
    'compare',
    'small.csv',
    '-t',
    'target',
    '--no-model',
    '--classifiers',
    'svm-smote,decision-tree',
    '-q',
  ];
  const { code, stderr } = await place.run(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('sixty fits of svm-smote end in one process', async () => {
  const { code, stdout, stderr } = await place.runCommand(process.execPath, [
    '--input-type=module',
    '-e',
    FITS,
  ]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'done\n', stderr: '' });
});
