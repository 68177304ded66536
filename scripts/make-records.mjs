// Makes the records of the paper's experiment: npm run records [-- --only tuned,refit] [--plan]
// It goes on where it was stopped. All of it takes about eight hours on two cores; the data sets are those in QCL_MIXNET_DATA.
// A stage writes results/next/NAME/runs.jsonl. Where runs are too dear there are fewer seeds, as the page of results says.
// With all stages done, the records of default, tuned, ensembles and ablation replace those of results/, and `npm run results`
// writes the pages; refit is compared by `npm run research -- refit results/next/default results/next/refit`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { datasets } from '../dist/paper/index.js';
import { programArguments } from './program-arguments.mjs';

/** With 617 columns as dear as all other data sets together. */
const DEAREST = ['isolet'];
const OTHERS = datasets.map(({ name }) => name).filter((name) => !DEAREST.includes(name));
const MACHINE_LEARNING =
  'xgboost,balanced-random-forest,svm-smote,decision-tree,random-forest,gradient-boosting,logistic-regression,knn'.split(
    ',',
  );
const NETWORKS = 'mlp,resnet,gru,lstm,bigru,bilstm,gcn,graphsage,gat,gin,jknet,qcl-mixnet'.split(',');
const DEAREST_TO_TUNE = ['svm-smote', 'qcl-mixnet'];
const DEAR_TO_TUNE = ['random-forest', 'balanced-random-forest'];
/** A search of the support vector machine takes up to ten minutes on each of these. */
const DEAR_FOR_SVM = ['minerals', 'letter', 'one_hundred_plants_texture', 'wine_quality_white'];
const BOTH = ['--protocol', 'honest,paper'];

/**
 * @typedef {object} Stage
 * @property {string} name its folder
 * @property {'benchmark' | 'ablate'} [command] default benchmark
 * @property {readonly string[]} on data sets
 * @property {readonly string[]} [classifiers] default those of the command
 * @property {number} [seeds] default 5
 * @property {readonly string[]} [options]
 */

/** @type {readonly Stage[]} */
const STAGES = [
  { name: 'default', on: OTHERS, classifiers: [...MACHINE_LEARNING, ...NETWORKS, 'cnn'], options: BOTH },
  { name: 'default', on: DEAREST, classifiers: MACHINE_LEARNING, options: BOTH },
  { name: 'default', on: DEAREST, classifiers: NETWORKS, seeds: 3, options: BOTH },
  { name: 'refit', on: OTHERS, classifiers: [...NETWORKS, 'cnn'], options: ['--refit'] },
  {
    name: 'tuned',
    on: OTHERS,
    classifiers: [...MACHINE_LEARNING.filter((name) => name !== 'svm-smote'), 'qcl-mixnet'],
    options: ['--tune'],
  },
  {
    name: 'tuned',
    on: OTHERS.filter((name) => !DEAR_FOR_SVM.includes(name)),
    classifiers: ['svm-smote'],
    options: ['--tune'],
  },
  { name: 'tuned', on: DEAR_FOR_SVM, classifiers: ['svm-smote'], seeds: 3, options: ['--tune'] },
  { name: 'ablation', command: 'ablate', on: OTHERS, options: BOTH },
  { name: 'ablation', command: 'ablate', on: DEAREST, seeds: 2, options: BOTH },
  { name: 'ensembles', on: OTHERS, classifiers: ['auto', 'qcl-ensemble'] },
  { name: 'ensembles', on: DEAREST, classifiers: ['auto', 'qcl-ensemble'], seeds: 1 },
  { name: 'refit', on: DEAREST, classifiers: NETWORKS, seeds: 2, options: ['--refit'] },
  { name: 'default', on: DEAREST, classifiers: ['cnn'], seeds: 1, options: BOTH },
  {
    name: 'tuned',
    on: DEAREST,
    classifiers: MACHINE_LEARNING.filter((name) => ![...DEAREST_TO_TUNE, ...DEAR_TO_TUNE].includes(name)),
    options: ['--tune'],
  },
  { name: 'tuned', on: DEAREST, classifiers: DEAR_TO_TUNE, seeds: 2, options: ['--tune'] },
  { name: 'tuned', on: DEAREST, classifiers: DEAREST_TO_TUNE, seeds: 1, options: ['--tune'] },
];

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { values } = programArguments(import.meta.url, {
  options: { only: { type: 'string' }, plan: { type: 'boolean', default: false } },
});
/** They tell how long runs take. */
const earlier = readdirSync(path('results'))
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => path(`results/${name}`));
const names = new Set(STAGES.map(({ name }) => name));
const chosen = values.only?.split(',') ?? [...names];
const unknown = chosen.find((name) => !names.has(name));
if (unknown !== undefined) {
  console.error(`There is no stage ${unknown}. Stages: ${[...names].join(', ')}`);
  process.exit(2);
}

for (const { name, command = 'benchmark', on, classifiers, seeds = 5, options = [] } of STAGES) {
  if (!chosen.includes(name)) continue;
  const { status, signal } = spawnSync(
    process.execPath,
    [
      path('dist/cli/main.js'),
      command,
      ...['--datasets', on.join()],
      ...(classifiers ? ['--classifiers', classifiers.join()] : []),
      ...['--seeds', String(seeds), '--times', earlier.join(), '--out', path(`results/next/${name}`)],
      ...(values.plan ? ['--plan'] : []),
      ...options,
    ],
    { stdio: 'inherit' },
  );
  // A run that failed is recorded as such, and the next stage does not depend on it.
  if (signal !== null || (status !== 0 && status !== 1)) process.exit(status ?? 1);
}
