/** `predict --coverage` and `--review`, and `evaluate --coverage`. */
import { beforeAll, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

/** Three rows between the classes, so that their sets are not one class. */
const BETWEEN = ['0.1,0.2,left', '-2,2,left', '2,2,right'];

beforeAll(async () => {
  place.write('t.csv', text([...clusters(), ...BETWEEN]));
  const train = ['train', 't.csv', '-t', 'label', '--classifier', 'logistic-regression', '-o'];
  expect((await place.run([...train, 'm.st'])).code).toBe(0);
  expect((await place.run([...train, 'bare.st', '--calibration', 'none', '--decide', 'argmax'])).code).toBe(
    0,
  );
});

it('writes the sets and the rows for review, and counts them', async () => {
  const args = ['predict', 'm.st', 't.csv', '--coverage', '0.85', '--review', '--out', 'p.jsonl', '--json'];
  const { code, stdout, stderr } = await place.run(args);
  expect(code).toBe(0);
  const rows = place
    .bytes('p.jsonl')
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(63);
  for (const { prediction, prediction_set: set, review, review_reason: reason } of rows) {
    expect(review).toBe(set.length !== 1 || set[0] !== prediction);
    expect(reason === '').toBe(!review);
  }
  const summary = JSON.parse(stdout);
  expect(summary.sets.coverage).toBe(0.85);
  expect(summary.sets.sizes).toEqual(
    [0, 1, 2, 3].map((size) => ({
      size,
      rows: rows.filter(({ prediction_set: set }) => set.length === size).length,
    })),
  );
  expect(summary.review).toEqual({ rows: rows.filter(({ review }) => review).length });
  expect(summary.review.rows).toBeGreaterThan(0);
  expect(summary.review.rows).toBeLessThan(63);
  expect(stderr).not.toContain('coverage');
});

it('ranks rows with their sets; a class of too few rows is in all of them', async () => {
  const { stdout, stderr } = await place.run(['predict', 'm.st', 't.csv', '--top', '5', '--review']);
  const [header, ...lines] = stdout.trimEnd().split('\n');
  expect(header).toBe('row,prediction,risk,prediction_set,review,review_reason');
  expect(lines).toHaveLength(5);
  for (const line of lines) expect(line.split(',')[3].split('|')).toContain('rare');
  expect(stderr).toMatch(
    /notice: rows are reviewed by prediction sets of coverage 0\.95, because no coverage/,
  );
  expect(stderr).toMatch(
    /coverage 0\.95 needs 19 out-of-fold rows of a class: "left" has 1\d, "rare" has 8, so every prediction set contains them/,
  );
});

it('scores the sets of labelled rows', async () => {
  const { stdout } = await place.run(['evaluate', 'm.st', 't.csv', '--coverage', '0.85']);
  expect(stdout).toMatch(
    /^Prediction sets of coverage 0\.85:\n +coverage +95 % interval +rows\nleft +[01]\.\d{3} /m,
  );
  expect(stdout).toMatch(/^For review: \d+ rows? \([\d.]+ %\)\. Others: \d+ rows, of which \d+ are wrong/m);
});

it('refuses a coverage that is none, or that the model has no rows for', async () => {
  for (const coverage of ['1', 'abc']) {
    await place.expectRefusal(
      ['predict', 'm.st', 't.csv', '--coverage', coverage],
      [/--coverage.*Give a number between 0 and 1, such as 0\.95/],
    );
  }
  await place.expectRefusal(
    ['predict', 'm.st', 't.csv', '--coverage', '0.999'],
    [
      /--coverage 0\.999 needs 999 out-of-fold rows of a class, but the largest .* give a lower coverage, such as 0\.9/,
    ],
  );
  await place.expectRefusal(
    ['predict', 'bare.st', 't.csv', '--review'],
    [/no out-of-fold predictions to compute prediction sets from.*train it again.*without --coverage/],
  );
});
