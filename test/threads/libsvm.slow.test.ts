/** libsvm is loaded by the support vector machine alone: not with the package, nor with other classifiers. */
import { expect, it } from 'vitest';
import { Workplace } from '../cli/built-program.js';
import { runAndListModules } from '../support/loaded-modules.js';

const place = new Workplace();
const ENTRY = new URL('../../dist/index.js', import.meta.url).href;

/** The files of libsvm that a training and a prediction load, in any thread. */
async function modulesOf(classifier: string): Promise<readonly string[]> {
  const script = `
    import { predictTable, readTable, trainOnTable } from '${ENTRY}';
    const table = await readTable(new TextEncoder().encode('x,y\\n' + '1,a\\n2,a\\n8,b\\n9,b\\n'.repeat(10)));
    const { model } = await trainOnTable(table, { target: 'y', classifier: '${classifier}' });
    const { labels } = await predictTable(model, table);
    console.log(labels.slice(0, 4).join());`;
  const { stdout, stderr, modules } = await runAndListModules(place, ['--input-type=module', '-e', script]);
  expect(stdout, stderr).toBe('a,a,b,b\n');
  return modules.filter((url) => url.includes('/node_modules/libsvm-js/'));
}

it.each(['decision-tree', 'qcl-mixnet', 'knn'])('%s does not load it', async (classifier) => {
  expect(await modulesOf(classifier)).toEqual([]);
});

it('svm-smote loads it', async () => {
  expect(await modulesOf('svm-smote')).not.toEqual([]);
});
