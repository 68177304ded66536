import { describe, expect, it } from 'vitest';
import { backwards, executorOf } from '../../../test/support/executors.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { trainOnTable } from '../train-on-table.js';
import type { TuningOptions } from './tune.js';

const random = new RandomStream(3, 'test');
const ROWS = 400;
const x = Array.from({ length: ROWS }, () => random.normal());
const z = x.map(() => random.normal());
const table = tableFromColumns([
  ['x', x],
  ['z', z],
  ['label', x.map((value, i) => (value * z[i] + 0.3 * random.normal() > 0.4 ? 'rare' : 'common'))],
]);

/** Keeps lines as a file does. */
class Lines {
  readonly name = 'search.jsonl';
  constructor(readonly lines: string[] = []) {}
  append(line: string): void {
    this.lines.push(line);
  }
}

const training = {
  target: 'label',
  classifier: 'decision-tree',
  calibration: 'none',
  decision: 'argmax',
} as const;

async function searched(search: TuningOptions['search'], more: object = {}) {
  const { model, notices } = await trainOnTable(table, { ...training, tuning: { search }, ...more });
  const { tuning } = model.provenance;
  if (tuning === undefined) throw new Error('no search');
  return { model, tuning, notices };
}

const withoutSeconds = (lines: readonly string[]) =>
  lines.map((line) => {
    const { seconds, ...rest } = JSON.parse(line);
    return rest;
  });

describe('a search by halving', () => {
  it('scores all trials with few rows, and a third of each rung with three times as many', async () => {
    const log = new Lines();
    const { tuning, model } = await searched({ method: 'halving', trials: 9, log });
    const trials = withoutSeconds(log.lines.slice(1));
    // 320 training rows: folds have 213 or more, which can be divided once.
    expect(trials.filter(({ rung }) => rung === 0)).toHaveLength(9);
    expect(trials.filter(({ rung }) => rung === 1)).toHaveLength(3);
    const { search, candidates, best, folds } = tuning;
    expect(search).toEqual({ method: 'halving', trials: 9, resource: 'rows' });
    expect(folds).toBe(3);
    expect(candidates).toHaveLength(9);
    expect(candidates[0].options).toEqual({});
    expect(candidates[best].share).toBe(1);
    const whole = candidates.filter(({ share }) => share === 1);
    expect(whole).toHaveLength(3);
    expect(candidates[best].mean).toBe(Math.max(...whole.map(({ mean }) => mean ?? -1)));
    expect(model.classifier.toJSON().options).toMatchObject(candidates[best].options);
  });

  it('gives the same in any order of the fits, and with another seed something else', async () => {
    const search = { method: 'halving', trials: 6 } as const;
    const forward = await searched(search);
    const backward = await searched(search, { executor: backwards });
    expect(backward.tuning).toEqual(forward.tuning);
    expect((await searched(search, { seed: 7 })).tuning).not.toEqual(forward.tuning);
  });

  it('shortens networks by their epochs, and ends with all of them', async () => {
    const log = new Lines();
    const more = { classifier: 'mlp', classifierOptions: { epochs: 9, hiddenSizes: [8] } };
    const { tuning, model } = await searched({ method: 'halving', trials: 3, log }, more);
    expect(tuning.search?.resource).toBe('epochs');
    expect(withoutSeconds(log.lines.slice(1)).map(({ rung, share }) => [rung, share])).toEqual([
      [0, 1 / 3],
      [0, 1 / 3],
      [0, 1 / 3],
      // The defaults, which were stopped, and the best of the first rung.
      [1, 1],
      [1, 1],
    ]);
    expect(model.provenance.epochs.planned).toBe(9);
    for (const { options } of tuning.candidates) expect(options).not.toHaveProperty('hiddenSizes');
  });

  it('always scores the defaults in full, and chooses nothing worse', async () => {
    const stopped = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const log = new Lines();
      const progress: { epoch: number; epochs: number }[] = [];
      const { tuning } = await searched(
        { method: 'halving', trials: 6, log },
        {
          seed,
          onProgress: (each: { unit: string; epoch: number; epochs: number }) => {
            if (each.unit === 'fit') progress.push(each);
          },
        },
      );
      const { candidates, best } = tuning;
      expect(candidates[0]).toMatchObject({ options: {}, share: 1 });
      expect(candidates[best].mean).toBeGreaterThanOrEqual(candidates[0].mean ?? 1);
      const whole = withoutSeconds(log.lines.slice(1)).filter(({ rung }) => rung === 1);
      expect(whole.filter(({ trial }) => trial === 1)).toHaveLength(1);
      // Brackets of three have one in their last rung, or the defaults beside it.
      if (whole.length === 3) stopped.push({ seed, isChosen: best === 0 });
      else expect(whole).toHaveLength(2);
      expect(progress.at(-1)).toMatchObject({
        epoch: 3 * (6 + whole.length),
        epochs: 3 * (6 + whole.length),
      });
      const shares = progress.map(({ epoch, epochs }) => epoch / epochs);
      expect(shares).toEqual([...shares].sort((one, other) => one - other));
    }
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.length).toBeLessThan(6);
    expect(stopped.some(({ isChosen }) => isChosen)).toBe(true);
  });

  it('goes on where it was stopped, with the result of an uninterrupted search', async () => {
    const whole = new Lines();
    const uninterrupted = await searched({ method: 'halving', trials: 6, log: whole });
    for (const kept of [1, 4, 7, whole.lines.length]) {
      const log = new Lines(whole.lines.slice(0, kept));
      const resumed = await searched({ method: 'halving', trials: 6, log });
      expect(resumed.notices.filter((notice) => notice.includes('search.jsonl'))).toEqual(
        kept === 1
          ? []
          : [
              `${kept - 1} result${kept === 2 ? ' was' : 's were'} taken from search.jsonl, and not computed again`,
            ],
      );
      expect(resumed.tuning).toEqual(uninterrupted.tuning);
      expect(withoutSeconds(log.lines)).toEqual(withoutSeconds(whole.lines));
      expect(resumed.model.toBytes()).toEqual(uninterrupted.model.toBytes());
    }
  });

  it('takes the trials of a shorter search', async () => {
    const log = new Lines();
    await searched({ method: 'halving', trials: 3, log });
    const longer = await searched({ method: 'halving', trials: 6, log });
    expect(longer.tuning).toEqual((await searched({ method: 'halving', trials: 6 })).tuning);
  });
});

describe('a random search', () => {
  it('gives each trial everything, and takes the best', async () => {
    const log = new Lines();
    const { tuning } = await searched({ method: 'random', trials: 5, log });
    expect(tuning.candidates).toHaveLength(5);
    expect(tuning.candidates.every(({ share }) => share === undefined)).toBe(true);
    const means = tuning.candidates.map(({ mean }) => mean ?? -1);
    expect(means[tuning.best]).toBe(Math.max(...means));
    expect(withoutSeconds(log.lines.slice(1)).every(({ rung, share }) => rung === 0 && share === 1)).toBe(
      true,
    );
  });

  it('says if the space has fewer settings', async () => {
    const more = { classifier: 'knn', classifierOptions: { k: 3 } };
    const { tuning, notices } = await searched({ method: 'random', trials: 40 }, more);
    expect(tuning.candidates).toHaveLength(5);
    expect(notices.join('\n')).toMatch(/only 5 settings for the search: all were tried/);
  });
});

describe('a budget of time', () => {
  it('ends the search with the trials that are complete, and counts earlier runs', async () => {
    const log = new Lines();
    const progress: string[] = [];
    const { tuning } = await searched(
      { method: 'random', budgetSeconds: 2, log },
      {
        onProgress: ({ stage, unit }: { stage?: string; unit?: string }) => progress.push(`${stage} ${unit}`),
      },
    );
    expect(tuning.search).toEqual({ method: 'random', budgetSeconds: 2, resource: 'rows' });
    expect(tuning.candidates.length).toBe(log.lines.length - 1);
    expect(progress).toContain('random search second');
    const last = JSON.parse(log.lines[log.lines.length - 1]);
    expect(last.seconds).toBeGreaterThan(0);
    const before = log.lines.length;
    const spent = new Lines([...log.lines.slice(0, -1), JSON.stringify({ ...last, seconds: 2 })]);
    const again = await searched({ method: 'random', budgetSeconds: 2, log: spent });
    expect(spent.lines).toHaveLength(before);
    expect(again.tuning).toEqual(tuning);
  });

  it('is too short if no trial is complete', async () => {
    const search = searched({ method: 'halving', budgetSeconds: 1e-9 });
    await expect(search).rejects.toThrow(InputError);
    await expect(search).rejects.toThrow(/no trial was complete in the 1e-9 s of budgetSeconds/);
  });

  it('takes the best of the last complete rung', async () => {
    const log = new Lines();
    await searched({ method: 'halving', trials: 9, log });
    const seconds = 1000;
    const firstRung = log.lines
      .slice(0, 4)
      .map((line, i) => (i === 0 ? line : JSON.stringify({ ...JSON.parse(line), seconds })));
    const { tuning, notices } = await searched({
      method: 'halving',
      trials: 9,
      budgetSeconds: 1000,
      log: new Lines(firstRung),
    });
    expect(tuning.candidates[tuning.best].share).toBeCloseTo(1 / 3, 12);
    expect(notices.join('\n')).toMatch(/ended before any trial had all rows: the best with a share of 0.33/);
  });

  it('says if it ended before the defaults, which were stopped, had their whole score', async () => {
    const log = new Lines();
    const more = { classifier: 'mlp', classifierOptions: { epochs: 9, hiddenSizes: [8] } };
    await searched({ method: 'halving', trials: 3, log }, more);
    const spent = log.lines
      .filter((line) => !/"trial":1,"rung":1/.test(line))
      .map((line, i) => (i === 0 ? line : JSON.stringify({ ...JSON.parse(line), seconds: 1000 })));
    expect(spent).toHaveLength(log.lines.length - 1);
    const { tuning, notices } = await searched(
      { method: 'halving', trials: 3, budgetSeconds: 1000, log: new Lines(spent) },
      more,
    );
    expect(tuning.candidates[0].share).toBeCloseTo(1 / 3, 12);
    expect(tuning.best).not.toBe(0);
    expect(notices.join('\n')).toMatch(
      /ended before the defaults were scored with all epochs: the choice may be worse than they are/,
    );
  });
});

describe('the log of another search', () => {
  const search = { method: 'halving', trials: 3 } as const;

  it.each<[string, object, object, RegExp]>([
    ['method', { method: 'random' }, {}, /another method \("halving", here "random"\)/],
    ['seed', {}, { seed: 5 }, /search.jsonl is the log of a search with another seed \(42, here 5\)/],
    ['options', {}, { classifierOptions: { maxDepth: 3 } }, /another set of options/],
    ['classifier', {}, { classifier: 'random-forest' }, /another classifier \("decision-tree"/],
    [
      'method and classifier',
      { method: 'random' },
      { classifier: 'random-forest' },
      /another method \("halving", here "random"\) and classifier \("decision-tree", here "random-forest"\): give/,
    ],
    ['table', {}, { overrides: { categorical: ['z'] } }, /another table/],
    ['folds', {}, { tuning: { folds: 4 } }, /another number of folds \(3, here 4\)/],
  ])('is refused: another %s', async (_, other, more, message) => {
    const log = new Lines();
    await searched({ ...search, log });
    const before = [...log.lines];
    const { tuning, ...rest } = more as { tuning?: object };
    const again = trainOnTable(table, {
      ...training,
      tuning: { search: { ...search, ...other, log }, ...tuning },
      ...rest,
    });
    await expect(again).rejects.toThrow(InputError);
    await expect(again).rejects.toThrow(message);
    expect(log.lines).toEqual(before);
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['text', () => ['a,b,c'], /search.jsonl is not the log of a search: line 1 is not JSON: "a,b,c"/],
    ['JSON', () => ['{"a": 1}'], /line 1 has no valid log/],
    ['a damaged trial', (lines) => [lines[0], '{"trial":1}'], /line 2 has no valid rung/],
    [
      'other options of a trial',
      (lines) => [lines[0], lines[2].replace(/"options":\{/, '"options":{"maxDepth":99,')],
      /other options for trial 2/,
    ],
  ])('is refused: %s', async (_, change, message) => {
    const log = new Lines();
    await searched({ ...search, log });
    await expect(searched({ ...search, log: new Lines(change(log.lines)) })).rejects.toThrow(message);
  });
});

describe('options of a search', () => {
  it.each<[object, RegExp]>([
    [{ method: 'halving' }, /has no end: give trials, budgetSeconds or both/],
    [{ method: 'grid', trials: 3 }, /method is "grid": choose halving or random/],
    [{ trials: 3 }, /needs the option method/],
    [{ method: 'random', trials: 0 }, /trials is 0: give a positive integer/],
    [{ method: 'random', trials: 2.5 }, /trials is 2.5/],
    [{ method: 'random', trials: 1e6 }, /trials is 1000000, more than 10000/],
    [{ method: 'random', budgetSeconds: 0 }, /budgetSeconds is 0/],
    [{ method: 'random', budget: 3 }, /has no option "budget". Options: method/],
    [{ method: 'random', trials: 3, log: 'x' }, /log is "x": give an object/],
  ])('%o is refused before anything is computed', async (search, message) => {
    const refused = trainOnTable(table, {
      ...training,
      tuning: { search } as TuningOptions,
      executor: executorOf(() => Promise.reject(new Error('a task ran'))),
    });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses a grid beside a search, and a search of which nothing is left', async () => {
    const search = { method: 'random', trials: 2 } as const;
    const both = { ...training, tuning: { search, grid: { maxDepth: [1] } } };
    await expect(trainOnTable(table, both)).rejects.toThrow(/grid and search cannot be combined/);
    const none = { ...training, classifier: 'knn', tuning: { search } } as const;
    const classifierOptions = { k: 1, weights: 'uniform', classWeight: 'balanced' } as const;
    await expect(trainOnTable(table, { ...none, classifierOptions })).rejects.toThrow(
      /all options of knn that a search draws are set/,
    );
  });
});
