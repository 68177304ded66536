// Differences of the trials of category-splits.mjs from one of them, paired by table, with standard errors over tables.
import { appendFileSync } from 'node:fs';
import { mean, standardError } from './mean.mjs';

const SCORES = ['averagePrecision', 'logLoss', 'calibratedLogLoss', 'macroF1', 'argmaxMacroF1'];

/**
 * @param {Record<string, any>[]} records
 * @param {string} against the trial that the others are compared with
 * @param {string | undefined} log file for a line for each trial and classifier
 * @param {Record<string, { classifier: string, options: object }>} classifiers
 */
export function summarise(records, against, log, classifiers) {
  const seeds = distinct(records, 'seed').sort((a, b) => a - b);
  const trials = distinct(records, 'trial');
  const find = (table, trial, classifier) =>
    seeds.map((seed) =>
      records.find(
        (each) =>
          each.table === table &&
          each.trial === trial &&
          each.classifier === classifier &&
          each.seed === seed,
      ),
    );
  const of = (table, trial, classifier, score) =>
    find(table, trial, classifier).map((record) => record[score]);
  const isComplete = (table) =>
    trials.every((trial) =>
      Object.keys(classifiers).every((classifier) => !find(table, trial, classifier).includes(undefined)),
    );
  const tables = distinct(records, 'table').filter(isComplete);
  console.log(`trial - ${against}, mean over ${tables.join(', ')} (standard error; tables higher, lower)`);
  for (const score of SCORES) {
    console.log(`\n${score}`);
    for (const trial of trials) {
      const perClassifier = [...Object.keys(classifiers), undefined].map((classifier) => {
        const gains = tables.map((table) =>
          mean(
            (classifier === undefined ? Object.keys(classifiers) : [classifier]).map(
              (each) => mean(of(table, trial, each, score)) - mean(of(table, against, each, score)),
            ),
          ),
        );
        const [higher, lower] = [gains.filter((gain) => gain > 0), gains.filter((gain) => gain < 0)];
        return `${mean(gains).toFixed(4).padStart(8)} (${standardError(gains).toFixed(4)}; ${higher.length}, ${lower.length})`;
      });
      console.log(`  ${trial.padEnd(20)} ${perClassifier.join('  ')}`);
    }
  }
  console.log(`columns: ${Object.keys(classifiers).join(', ')}, their mean`);
  if (log === undefined) return;
  for (const [classifier, { classifier: name, options }] of Object.entries(classifiers)) {
    for (const trial of trials) {
      const by = (score) =>
        Object.fromEntries(tables.map((table) => [table, of(table, trial, classifier, score)]));
      const line = {
        name: `categories ${classifier} ${trial} ${seeds[0]}-${seeds.at(-1)}`,
        candidates: [{ classifier: name, options, prototype: trial, folds: 3 }],
        seeds: [seeds[0], seeds.at(-1)],
        scores: by('macroF1'),
        averagePrecision: by('averagePrecision'),
        logLoss: by('logLoss'),
        calibratedLogLoss: by('calibratedLogLoss'),
      };
      appendFileSync(log, `${JSON.stringify(line)}\n`);
    }
  }
}

const distinct = (records, key) => [...new Set(records.map((record) => record[key]))];
