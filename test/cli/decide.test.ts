/** The decision of a training and of `decide`, which changes it for a saved model; predictions follow it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  const train = ['train', 'table.csv', '-t', 'label', '--classifier'];
  const ensemble = [...train, 'qcl-ensemble', '--epochs', '5', '--set', 'partitions=1', '-o', 'e.st'];
  expect((await place.run(ensemble)).code).toBe(0);
  expect(
    (await place.run([...train, 'knn', '--calibration', 'none', '--decide', 'argmax', '-o', 'k.st'])).code,
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
    expect(stdout).toMatch(/^Decision: alerts: the 5 rows of each table/m);
    expect(stdout).toMatch(/^Alerts: 5 of the 48 out-of-fold rows, as one table: 10\.4 %\./m);
    expect((await predicted('alerts.st')).filter((label) => label === rare)).toHaveLength(5);
    const inspected = await place.run(['inspect', 'alerts.st']);
    expect(inspected.stdout).toMatch(/^decision: alerts: the 5 rows/m);
  });

  it('gives its rule and its out-of-fold scores as JSON, and the default restores the predictions', async () => {
    const { stdout } = await place.run(['decide', 'e.st', 'argmax', '-o', 'argmax.st', '--json']);
    const { decision, outOfFold } = JSON.parse(stdout);
    expect(decision).toMatchObject({ kind: 'argmax' });
    expect(outOfFold.perClass).toHaveLength(3);
    expect((await place.run(['inspect', 'argmax.st'])).stdout).toMatch(
      /^decision: the most probable class$/m,
    );
    expect((await place.run(['decide', 'argmax.st', 'macro-f1', '-o', 'back.st'])).code).toBe(0);
    expect(await predicted('back.st')).toEqual(await predicted('e.st'));
  });

  it('is part of a training, with costs from a file', async () => {
    place.write('costs.csv', 'true,left,rare,right,review\nleft,0,1,1,9\nrare,50,0,50,9\nright,1,1,0,9\n');
    const args = ['train', 'table.csv', '-t', 'label', '--classifier', 'knn', '-o', 'c.st'];
    expect((await place.run([...args, '--decide', 'cost costs.csv', '--calibration', 'platt'])).code).toBe(0);
    const { stdout } = await place.run(['inspect', 'c.st']);
    expect(stdout).toMatch(/^calibration: platt$/m);
    expect(stdout).toMatch(/^decision: cost: the action with the least expected cost among [\s\S]*"review"/m);
  });

  it('says where a floor cannot be promised, and decides by macro F1 instead', async () => {
    const args = ['train', 'table.csv', '-t', 'label', '--classifier', 'knn', '-o', 'p.st'];
    const promise = ['--decide', 'rare:recall>=0.9', '--confidence', '0.95'];
    const { code, stderr } = await place.run([...args, ...promise]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^notice: no decision keeps the floor: .*there are 8 rows of the class/m);
    expect((await place.run(['inspect', 'p.st'])).stdout).toMatch(/^decision: macro-f1/m);
  });

  it('says where review is cheaper than any decision, and keeps the model', async () => {
    const costs = ['true;left;rare;right;review', 'left;9;9;9;1', 'rare;9;9;9;1', 'right;9;9;9;1'];
    place.write('review.csv', text(costs));
    const args = ['train', 'table.csv', '-t', 'label', '--classifier', 'knn', '-o', 'r.st'];
    const { code, stdout, stderr } = await place.run([...args, '--cost-file', 'review.csv', '--json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^notice: by these costs every row is handed to review/m);
    const { decision, notices } = JSON.parse(stdout);
    expect(decision).toMatch(/^macro-f1: /);
    expect(notices).toContainEqual(expect.stringMatching(/handed to review/));
    await place.expectRefusal(['decide', 'r.st', 'cost review.csv', '-o', 'no.st'], [/raise the cost/]);
    expect(place.has('no.st')).toBe(false);
  });

  it('prints how many rows go to review, and the cost beside that of the cheapest class', async () => {
    const costs = '*:left=9,*:right=9,*:rare=9,left:left=0,right:right=0,rare:rare=0,*:review=2';
    const args = ['decide', 'e.st', 'cost', '--cost', costs, '-o', 'review.st'];
    const { stdout } = await place.run(args);
    const [, reviewed, share] =
      /^Review: (\d+) of the 48 out-of-fold rows \((\S+) %\)\.$/m.exec(stdout) ?? [];
    expect(Number(share)).toBeCloseTo((100 * Number(reviewed)) / 48, 0);
    const [, cost] = /^Expected cost per row: (\S+); always predicting "(?:left|right)"/m.exec(stdout) ?? [];
    expect(Number(cost)).toBeGreaterThanOrEqual((2 * Number(reviewed)) / 48);
    const json = JSON.parse((await place.run([...args, '--json'])).stdout);
    expect(json.outOfFold.capacity).toMatchObject({ rows: 48, reviewed: Number(reviewed) });
  });

  it('corrects probabilities to a prior', async () => {
    const decided = await place.run(['decide', 'e.st', 'macro-f1', '--prior', 'rare=1%', '-o', 'prior.st']);
    expect(decided.stdout).toMatch(
      /^Calibration: .*corrected to the priors left 0\.\d+, rare 0\.0100, right/,
    );
  });

  it('decides a model without out-of-fold predictions by argmax, which needs none', async () => {
    const decided = await place.run(['decide', 'k.st', 'argmax', '-o', 'argmax.st']);
    expect(decided.stdout).toMatch(/Saved to argmax\.st/);
    expect(place.has('argmax.st')).toBe(true);
  });

  it.each([
    [
      'a mistyped rule',
      ['e.st', 'macrof1'],
      [/the rule "macrof1" is not a valid value/, /Did you mean "macro-f1"/],
    ],
    [
      'a model without out-of-fold predictions',
      ['k.st', 'macro-f1'],
      [/knn/, /with calibration none and argmax/],
    ],
    ['costs that are missing', ['e.st', 'cost'], [/needs --cost or --cost-file/]],
    ['a cost file that does not exist', ['e.st', 'cost', '--cost-file', 'no.csv'], [/--cost-file no\.csv/]],
    ['a confidence out of range', ['e.st', 'recall>=0.5', '--confidence', '2'], [/--confidence is "2"/]],
  ] as const)('refuses %s, and writes nothing', async (_, args, pieces) => {
    await place.expectRefusal(['decide', ...args, '-o', 'refused.st'], pieces);
    expect(place.has('refused.st')).toBe(false);
  });
});
