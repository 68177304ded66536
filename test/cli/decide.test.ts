/** `decide` changes the decision of a saved ensemble, and predictions follow it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  const train = ['train', 'table.csv', '-t', 'label', '--epochs', '5', '--classifier'];
  const ensemble = [...train, 'qcl-ensemble', '--set', 'partitions=1', '-o', 'e.st'];
  expect((await place.run(ensemble)).code).toBe(0);
  expect(
    (await place.run(['train', 'table.csv', '-t', 'label', '--classifier', 'knn', '-o', 'k.st'])).code,
  ).toBe(0);
});

const predicted = async (model: string) =>
  (await place.run(['predict', model, 'table.csv'])).stdout.trim().split('\n').slice(1);

describe('decide', () => {
  it('raises the number of alerts asked for, and inspect names the decision', async () => {
    const rare = (await predicted('e.st'))[0];
    const args = ['decide', 'e.st', 'alerts=5', '--positive', rare, '-o', 'alerts.st'];
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Decision: alerts: the 5 rows of each table/);
    expect((await predicted('alerts.st')).filter((label) => label === rare)).toHaveLength(5);
    const inspected = await place.run(['inspect', 'alerts.st']);
    expect(inspected.stdout).toMatch(/^decision: alerts: the 5 rows/m);
  });

  it('gives its rule and its out-of-fold scores as JSON, and argmax restores the predictions', async () => {
    const { stdout } = await place.run(['decide', 'e.st', 'macro-f1', '-o', 'tuned.st', '--json']);
    const { decision, outOfFold } = JSON.parse(stdout);
    expect(decision).toMatchObject({ kind: 'weighted-argmax', metric: 'macro-f1' });
    expect(outOfFold.perClass).toHaveLength(3);
    expect((await place.run(['decide', 'tuned.st', 'argmax', '-o', 'back.st'])).code).toBe(0);
    expect(await predicted('back.st')).toEqual(await predicted('e.st'));
    expect((await place.run(['inspect', 'back.st'])).stdout).toMatch(/^decision: the most probable class$/m);
  });

  it.each([
    ['a mistyped rule', ['e.st', 'macrof1'], [/"macrof1"/, /Did you mean "macro-f1"/]],
    ['a model without out-of-fold predictions', ['k.st', 'macro-f1'], [/knn/, /train auto or qcl-ensemble/]],
    ['costs that are missing', ['e.st', 'cost'], [/needs costs/]],
    ['a cost file that does not exist', ['e.st', 'cost', '--cost-file', 'no.csv'], [/--cost-file no\.csv/]],
    ['a confidence out of range', ['e.st', 'recall>=0.5', '--confidence', '2'], [/confidence is 2/]],
  ] as const)('refuses %s, and writes nothing', async (_, args, pieces) => {
    await place.expectRefusal(['decide', ...args, '-o', 'refused.st'], pieces);
    expect(place.has('refused.st')).toBe(false);
  });
});
