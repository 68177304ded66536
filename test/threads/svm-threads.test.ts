/** The built package trains support vector machines in threads of Node. */
import { fileURLToPath } from 'node:url';
import { type Classifier, classifiers, RandomStream, ThreadPool } from 'qcl-mixnet';
import { describe, expect, it } from 'vitest';
import { SvmSmote } from '../../src/classifiers/svm-smote/svm-smote.js';
import { blobs } from '../support/labelled-rows.js';
import { runCommand } from '../support/run-command.js';

const executor = new ThreadPool({ threads: 1 });
const create = () => classifiers.find(({ name }) => name === 'svm-smote')?.create() as Classifier;

/** Labels that have nothing to do with the rows: some seconds of work. */
function noise(rows: number) {
  const random = new RandomStream(1, 'noise');
  const data = Float32Array.from({ length: rows * 20 }, () => random.normal());
  return { X: { data, rows, columns: 20 }, y: Array.from({ length: rows }, (_, i) => i % 2) };
}

describe('the thread', () => {
  it('gives the machines that are trained without one', async () => {
    const { X, y } = blobs([60, 30, 9], ['a', 'b', 'c']);
    const inThread = await create().fit(X, y, { executor });
    const here = await new SvmSmote().fit(X, y);
    expect(inThread.toJSON()).toEqual(here.toJSON());
    expect(inThread.tensors()).toEqual(here.tensors());
  });

  it('leaves the event loop to others, and ends at the signal', async () => {
    const { X, y } = noise(6000);
    const controller = new AbortController();
    let turns = 0;
    const timer = setInterval(() => {
      if (++turns === 20) controller.abort('enough');
    }, 10);
    const classifier = create();
    const fit = classifier.fit(X, y, { executor, signal: controller.signal });
    await expect(fit.finally(() => clearInterval(timer))).rejects.toBe('enough');
    expect(turns).toBe(20);
    expect(classifier.isFitted).toBe(false);
  });

  it('writes nothing to standard error', async () => {
    const script =
      "import { classifiers, ThreadPool } from 'qcl-mixnet';" +
      "const svm = classifiers.find(({ name }) => name === 'svm-smote').create();" +
      'const X = { data: Float32Array.of(0, 1, 5, 6), rows: 4, columns: 1 };' +
      "await svm.fit(X, ['a', 'a', 'b', 'b'], { executor: new ThreadPool() });" +
      'console.log((await svm.predict(X)).join());';
    const { stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    });
    expect([stdout, stderr]).toEqual(['a,a,b,b\n', '']);
  });
});
