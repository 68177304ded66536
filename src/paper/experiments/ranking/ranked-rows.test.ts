import { describe, expect, it } from 'vitest';
import { doneRecord } from '../../../../test/support/run-records.js';
import { resultRows } from '../result-rows.js';
import type { DoneRecord } from '../run-record.js';
import { rankingsOf } from './classifier-ranking.js';
import { rankedRows } from './ranked-rows.js';
import { rankingTables } from './ranking-tables.js';
import { sentences } from './sentences.js';

/** Runs of the classifiers on three data sets, the scores rising with the place in the list. */
const runs = (classifiers: readonly string[], more: Partial<DoneRecord> = {}) =>
  ['a', 'b', 'c'].flatMap((dataset, d) =>
    classifiers.map((classifier, c) => doneRecord(0.5 + c / 10 + d / 100, { dataset, classifier, ...more })),
  );
const setsOf = (records: readonly DoneRecord[]) =>
  rankedRows(resultRows(records)).map(({ protocol, tuned, rows, fromHonest }) => ({
    ...{ protocol, tuned, fromHonest },
    names: [...new Set(rows.map(({ configuration }) => configuration))],
  }));

describe('rankedRows', () => {
  it('ranks tuned runs in place of the others, and the others among themselves', () => {
    const records = [...runs(['knn', 'qcl-mixnet', 'mlp']), ...runs(['knn', 'qcl-mixnet'], { tuned: true })];
    expect(setsOf(records)).toEqual([
      { protocol: 'honest', tuned: false, fromHonest: [], names: ['knn', 'mlp', 'qcl-mixnet'] },
      { protocol: 'honest', tuned: true, fromHonest: [], names: ['knn tuned', 'mlp', 'qcl-mixnet tuned'] },
    ]);
    const rankings = rankingsOf(resultRows(records));
    expect(rankings.map(({ control }) => control)).toEqual(['qcl-mixnet', 'qcl-mixnet tuned']);
    const titles = rankings.map((ranking) => rankingTables(ranking)[0].title);
    expect(new Set(titles).size).toBe(2);
    expect(sentences(rankings[1])[0]).toMatch(/tuned where there is a grid\.$/);
  });

  it('has one set if no classifier ran both ways', () => {
    const records = [...runs(['mlp']), ...runs(['knn'], { tuned: true })];
    expect(setsOf(records)).toEqual([
      { protocol: 'honest', tuned: true, fromHonest: [], names: ['knn tuned', 'mlp'] },
    ]);
  });

  it('adds the honest runs without a checkpoint to several configurations of protocol paper, and says so', () => {
    const honest = [...runs(['knn', 'mlp', 'qcl-mixnet']), ...runs(['knn'], { tuned: true })];
    const paper = runs(['mlp', 'qcl-mixnet'], { protocol: 'paper' });
    const sets = setsOf([...honest, ...paper]).filter(({ protocol }) => protocol === 'paper');
    expect(sets).toEqual([
      { protocol: 'paper', tuned: false, fromHonest: ['knn'], names: ['mlp', 'qcl-mixnet', 'knn'] },
      {
        protocol: 'paper',
        tuned: true,
        fromHonest: ['knn tuned'],
        names: ['mlp', 'qcl-mixnet', 'knn tuned'],
      },
    ]);
    const ranking = rankingsOf(resultRows([...honest, ...paper])).find(({ leaking }) => leaking);
    expect(ranking && sentences(ranking).join(' ')).toMatch(/checkpoint of knn: their honest runs take part/);
  });

  it('names what has a grid and is not tuned in a tuned ranking, and nothing in another', () => {
    const tuned = runs(['knn'], { tuned: true });
    const said = (records: readonly DoneRecord[]) =>
      rankingsOf(resultRows(records)).map((ranking) => sentences(ranking).join(' '));
    const [untuned, honest] = said([...runs(['knn', 'mlp', 'qcl-mixnet']), ...tuned]);
    expect(untuned).not.toMatch(/Not tuned/);
    expect(honest).toMatch(/Not tuned, although there is a grid: qcl-mixnet\./);
    const both = [...runs(['knn', 'mlp', 'qcl-mixnet']), ...runs(['knn', 'qcl-mixnet'], { tuned: true })];
    const paper = said([...both, ...runs(['mlp', 'qcl-mixnet'], { protocol: 'paper' })]);
    expect(paper[1]).not.toMatch(/Not tuned/);
    expect(paper[3]).toMatch(/grid: qcl-mixnet: tuned runs of networks have the protocol honest alone\./);
  });

  it('has no F where all data sets rank the classifiers alike', () => {
    const ranking = rankingsOf(resultRows(runs(['knn', 'qcl-mixnet'])))[0];
    expect(sentences(ranking).join(' ')).toMatch(
      /chi-squared 3\.00 with 1 degree of freedom, p = 0\.083; Iman and Davenport's F has no value, because/,
    );
    const tests = rankingTables(ranking).find(({ head }) => head.some((name) => /Iman/.test(name)));
    expect(tests?.rows[0].slice(4, 6)).toEqual(['-', '-']);
  });

  it('ranks one network of protocol paper beside the honest runs of classifiers without a checkpoint', () => {
    const records = [
      ...runs(['xgboost', 'qcl-mixnet']),
      ...runs(['qcl-mixnet'], { protocol: 'paper', options: { epochs: 3 } }),
    ];
    expect(setsOf(records).at(-1)).toEqual({
      ...{ protocol: 'paper', tuned: false, fromHonest: ['xgboost'] },
      names: ['qcl-mixnet (epochs 3)', 'xgboost'],
    });
    expect(rankingsOf(resultRows(records)).map(({ protocol }) => protocol)).toEqual(['honest', 'paper']);
  });

  it('does not rank the full model of an ablation of protocol paper, alone or beside honest runs', () => {
    const full = { protocol: 'paper', options: { epochs: 3 } } as const;
    const part = { ...full, options: { epochs: 3, without: ['mixup'] } };
    const ablation = [...runs(['qcl-mixnet'], full), ...runs(['qcl-mixnet'], part)];
    const alone = {
      ...{ protocol: 'paper', tuned: false, fromHonest: [] },
      names: ['qcl-mixnet (epochs 3)'],
    };
    expect(setsOf(ablation)).toEqual([alone]);
    expect(rankingsOf(resultRows(ablation))).toEqual([]);
    const beside = [...runs(['knn', 'qcl-mixnet']), ...ablation];
    expect(setsOf(beside).at(-1)).toEqual(alone);
    expect(rankingsOf(resultRows(beside)).map(({ protocol }) => protocol)).toEqual(['honest']);
    // With the runs of another network it is part of an experiment.
    const two = [...beside, ...runs(['mlp'], { protocol: 'paper' })];
    expect(setsOf(two).at(-1)?.names).toEqual(['mlp', 'qcl-mixnet (epochs 3)', 'knn']);
  });

  it('states the share of the training rows that each classifier learns on', () => {
    const records = [
      ...runs(['knn', 'mlp', 'qcl-ensemble']),
      ...runs(['mlp'], { options: { refit: true } }),
      ...runs(['mlp'], { options: { validationFraction: 0.5 } }),
      ...runs(['xgboost'], { options: { earlyStoppingRounds: 5 } }),
      ...runs(['gone']),
    ];
    const [{ classifiers, sharesLearned }] = rankingsOf(resultRows(records));
    expect(Object.fromEntries(classifiers.map((name, c) => [name, sharesLearned[c]]))).toEqual({
      knn: 1,
      mlp: 0.8,
      'qcl-ensemble': 1,
      'mlp (refit true)': 1,
      'mlp (validationFraction 0.5)': 0.5,
      'xgboost (earlyStoppingRounds 5)': 0.8,
      gone: undefined,
    });
  });
});
