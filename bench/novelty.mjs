// Novelty: the area under the ROC curve of the scores of detectNovelty and of scikit-learn's isolation forest, on the same
// rows. The novel rows are a class that training did not have, or rows of training's kind with each column shuffled; the
// others are held-out rows of training's kind. Every forest is fitted on all training rows.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  detectNovelty,
  extractTarget,
  readTable,
  selectRows,
  trainOnTable,
  trainTestSplit,
} from '../dist/index.js';
import { comparableRows } from '../dist/pipeline/comparable-rows.js';
import { dataFolder, dataPath, requireData } from './data-sets.mjs';
import { hasPeer, startPython } from './peer.mjs';

/** The first ones were used to choose the score, and are reported separately. */
const DEVELOPMENT = ['vehicle', 'satimage_multi', 'minerals', 'glass', 'letter', 'hmda', 'credit', 'ecoli'];
const OTHERS = [
  'wine_quality_red',
  'balance_scale',
  'one_hundred_plants_texture',
  'diamonds_cut',
  'pen_digits',
  'optical_digits',
  'satimage',
  'attrition',
  'movies',
  'birdstrikes',
  'lymph',
];
const MOST_ROWS = 4000;
const MOST_CLASSES = 3;
const FEWEST_OF_CLASS = 15;

/** @param {unknown} _newPeer @param {{ python: string }} options */
export async function benchNovelty(_newPeer, { python }) {
  requireData(dataFolder, 'QCL_MIXNET_DATA');
  if (!hasPeer('sklearn', python))
    throw new Error(`novelty needs scikit-learn: give its Python with --python`);
  const peer = startPython(fileURLToPath(new URL('novelty_peer.py', import.meta.url)), 'the forest', python);
  /** @type {Map<string, { ours: number, peer: number }[]>} */
  const results = new Map();
  for (const name of [...DEVELOPMENT, ...OTHERS]) {
    const own = dataPath(dataFolder, name);
    const path = existsSync(own) ? own : join(dataFolder, '..', 'mixed', `${name}.csv.gz`);
    if (!existsSync(path)) continue;
    for (const trial of trialsOf(await readTable(path))) {
      const forest = await forestScores(peer, trial);
      for (const classifier of /** @type {const} */ (['knn', 'qcl-mixnet'])) {
        const scores = await ourScores(classifier, trial);
        const kind = trial.held === undefined ? 'shuffled columns' : 'held-out classes';
        const of = DEVELOPMENT.includes(name) ? 'development tables' : 'other tables';
        const key = `${kind}, ${classifier}, ${of}`;
        const pair = { ours: rocAuc(scores, trial.usual.length), peer: rocAuc(forest, trial.usual.length) };
        results.set(key, [...(results.get(key) ?? []), pair]);
        const which = trial.held === undefined ? 'shuffled' : `without ${trial.held}`;
        console.error(`  ${name} ${which}, ${classifier}: ${pair.ours.toFixed(3)} ${pair.peer.toFixed(3)}`);
      }
    }
  }
  peer.stop();
  return Array.from(results, ([key, pairs]) => {
    const differences = pairs.map(({ ours, peer: theirs }) => ours - theirs);
    const error = standardError(differences);
    return {
      what: `${key} (${pairs.length}; ours - peer ${mean(differences).toFixed(3)} ± ${error.toFixed(3)})`,
      unit: '',
      ours: mean(pairs.map(({ ours }) => ours)),
      peer: mean(pairs.map(({ peer: theirs }) => theirs)),
    };
  });
}

/**
 * For the largest, the middle and the smallest class that leave two others: without it; and one with shuffled columns.
 *
 * @returns {{ table: import('../dist/index.js').Table, held?: string, train: Int32Array, usual: Int32Array,
 *   novel: import('../dist/index.js').Table }[]}
 */
function trialsOf(whole) {
  const { labels: all } = extractTarget(whole, 'target');
  const sampled =
    all.length > MOST_ROWS
      ? trainTestSplit(all, { testSize: MOST_ROWS, seed: 1 }).test
      : Int32Array.from(all.keys());
  const table = selectRows(whole, sampled);
  const labels = Array.from(sampled, (row) => all[row]);
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const sorted = [...counts].filter(([, count]) => count >= FEWEST_OF_CLASS).sort((a, b) => b[1] - a[1]);
  const places = new Set([0, Math.floor(sorted.length / 2), sorted.length - 1]);
  const held = counts.size < 3 ? [] : [...places].slice(0, MOST_CLASSES).map((place) => sorted[place][0]);
  const rows = Array.from(labels.keys());
  return [undefined, ...held].map((label) => {
    const known = rows.filter((row) => labels[row] !== label);
    const split = trainTestSplit(
      known.map((row) => labels[row]),
      { seed: 1 },
    );
    const usual = split.test.map((place) => known[place]);
    const novel =
      label === undefined
        ? shuffled(selectRows(table, usual))
        : selectRows(table, Int32Array.from(rows.filter((row) => labels[row] === label)));
    return { table, held: label, train: split.train.map((place) => known[place]), usual, novel };
  });
}

/** Each column in an order of its own. */
function shuffled(table) {
  let state = 1;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const columns = table.columns.map((column) => {
    const order = Int32Array.from({ length: table.rows }, (_, row) => row);
    for (let i = order.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return column.kind === 'text'
      ? { ...column, codes: order.map((row) => column.codes[row]) }
      : { ...column, values: column.values.slice().map((_, i) => column.values[order[i]]) };
  });
  return { ...table, columns };
}

/** A model per trial and classifier; that of knn gives the rows for the forest. */
const models = new WeakMap();

async function modelOf(classifier, trial) {
  const known = models.get(trial) ?? new Map();
  models.set(trial, known);
  if (!known.has(classifier)) {
    const test = selectRows(trial.table, trial.usual);
    const options = { target: 'target', test, classifier, calibration: 'none', decision: 'argmax' };
    known.set(classifier, (await trainOnTable(selectRows(trial.table, trial.train), options)).model);
  }
  return known.get(classifier);
}

async function ourScores(classifier, trial) {
  const model = await modelOf(classifier, trial);
  const both = [selectRows(trial.table, trial.usual), trial.novel];
  const found = [];
  for (const rows of both) found.push(...(await detectNovelty(model, rows)).rows.map(({ score }) => score));
  return found;
}

async function forestScores(peer, trial) {
  const { preparation } = await modelOf('knn', trial);
  const listed = (table) => {
    const { matrix } = preparation.prepare(table, undefined, { keepMissing: false, form: 'scaled' });
    const { data, rows, columns } = comparableRows(preparation, matrix);
    return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  };
  const { scores } = await peer.ask({
    train: listed(selectRows(trial.table, trial.train)),
    rows: [...listed(selectRows(trial.table, trial.usual)), ...listed(trial.novel)],
    levels: preparation.levels,
    seed: 1,
  });
  return scores;
}

/** The area under the ROC curve; the first `usual` scores are of usual rows. */
function rocAuc(scores, usual) {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  let ranks = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (order[i] >= usual) ranks += rank;
  }
  const novel = scores.length - usual;
  return (ranks - (novel * (novel + 1)) / 2) / (novel * usual);
}

const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;

function standardError(list) {
  const centre = mean(list);
  const squares = list.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, list.length - 1) / list.length);
}
