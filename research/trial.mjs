// One trial, a line of log.jsonl: the ensemble of some candidates, scored on repeated splits of the tables for choices.
//   node research/trial.mjs NAME '[{"classifier": "qcl-mixnet", "options": {"minimumSteps": 800}}]'
//     [--seeds 42-51] [--tables ecoli,...] [--log FILE] [--cache FOLDER]
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { weightedMean } from './greedy-selection.mjs';
import { crossFit } from './members.mjs';
import { selectionScores } from './selection-score.mjs';
import { DECIDING, splitOf } from './splits.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '42-51' },
    tables: { type: 'string', default: DECIDING.join() },
    log: { type: 'string', default: fileURLToPath(new URL('./log.jsonl', import.meta.url)) },
    cache: { type: 'string', default: 'runs/research' },
  },
});
const [name, text] = positionals;
const candidates = JSON.parse(text).map((given) => ({
  options: {},
  scale: 'standard',
  folds: 5,
  partition: 0,
  ...given,
}));
const [first, last] = values.seeds.split('-').map(Number);
const macroF1 = selectionScores['macro-f1'];
const scores = {};
for (const table of values.tables.split(',')) {
  scores[table] = [];
  for (let seed = first; seed <= last; seed++) {
    const split = await splitOf(table, seed);
    const tests = [];
    for (const candidate of candidates)
      tests.push((await crossFit(candidate, table, seed, split, values.cache)).test);
    const mean = weightedMean(tests, new Array(tests.length).fill(1));
    scores[table].push(Number(macroF1(mean, split.testY).toFixed(5)));
  }
  const mean = scores[table].reduce((sum, score) => sum + score, 0) / scores[table].length;
  console.log(`${name}, ${table}: macro F1 ${mean.toFixed(4)}`);
}
appendFileSync(values.log, `${JSON.stringify({ name, candidates, seeds: [first, last], scores })}\n`);
