// Portfolios of `auto`, scored as it would be: weights, calibration and decision from out-of-fold predictions, on the test
// rows of the tables for choices and of the mixed tables (in the folder QCL_MIXNET_MIXED). Fits are cached by candidate.
//   node research/auto-portfolios.mjs fit [CANDIDATE,...] [--seeds 42-43] [--tables ecoli,...] [--cache FOLDER]
//   node research/auto-portfolios.mjs score [PORTFOLIO,...] [--seeds 42-43] [--tables ecoli,...] [--cache FOLDER] [--log FILE]
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibratedPredictions } from '../dist/classifiers/ensembles/auto/calibrated-predictions.js';
import { calibrateAndDecide } from '../dist/decision/calibrate-and-decide.js';
import { reviveCalibration } from '../dist/decision/calibration/calibration-kinds.js';
import { checkDecisionOptions } from '../dist/decision/decision-options.js';
import { logLoss } from '../dist/metrics/log-loss.js';
import { macroF1 } from '../dist/metrics/macro-f1.js';
import { averagePrecision } from '../dist/metrics/threshold-curves.js';
import { CANDIDATES, PORTFOLIOS, STANDARD } from './candidates.mjs';
import { mean, standardError } from './mean.mjs';
import { crossFit } from './members.mjs';
import { DECIDING, MIXED, splitOf } from './splits.mjs';
import { mixtureBy } from './weight-rules.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '42-43' },
    tables: { type: 'string', default: [...DECIDING.slice(0, -1), ...MIXED].join() },
    cache: { type: 'string', default: 'runs/auto-cells' },
    log: { type: 'string' },
  },
});
const [action, named] = positionals;
const tables = values.tables.split(',');
const [first, last = first] = values.seeds.split('-').map(Number);

/** @param {(table: string, seed: number, split: Awaited<ReturnType<typeof splitOf>>) => Promise<void>} use */
async function eachSplit(use) {
  for (let seed = first; seed <= last; seed++) {
    for (const table of tables) await use(table, seed, await splitOf(table, seed, 'values'));
  }
}

if (action === 'fit') {
  const names = named?.split(',') ?? STANDARD;
  await eachSplit(async (table, seed, split) => {
    for (const name of names) {
      if (!(CANDIDATES[name].suits?.(split.y, split.classes) ?? true)) continue;
      const started = process.cpuUsage();
      await crossFit(CANDIDATES[name], table, seed, split, values.cache);
      const { user } = process.cpuUsage(started);
      console.log(`${table} ${seed} ${name}: ${(user / 1e6).toFixed(1)} s`);
    }
  });
} else {
  await score(named?.split(',') ?? Object.keys(PORTFOLIOS));
}

/** @param {readonly string[]} names */
async function score(names) {
  /** @type {Map<string, { table: string, macroF1: number, logLoss: number, averagePrecision: number }[]>} */
  const found = new Map(names.map((name) => [name, []]));
  await eachSplit(async (table, seed, split) => {
    /** @type {Map<string, ReturnType<typeof memberOf>>} */
    const prepared = new Map();
    const member = (name) => {
      if (!prepared.has(name)) prepared.set(name, memberOf(name, table, seed, split));
      return prepared.get(name);
    };
    for (const name of names)
      found.get(name)?.push({ table, ...(await cellOf(name, table, seed, split, member)) });
  });
  const base = found.get(names[0]) ?? [];
  for (const [name, cells] of found) {
    const line = { portfolio: name, seeds: [first, last], tables: tables.length };
    const text = [];
    for (const metric of /** @type {const} */ (['macroF1', 'averagePrecision', 'logLoss'])) {
      const gains = tables.map((table) => {
        const of = (all) => mean(all.filter((cell) => cell.table === table).map((cell) => cell[metric]));
        return of(cells) - of(base);
      });
      const level = mean(cells.map((cell) => cell[metric]));
      line[metric] = { level, gain: mean(gains), standardError: standardError(gains) };
      text.push(
        `${level.toFixed(4)} ${mean(gains) < 0 ? '' : '+'}${mean(gains).toFixed(4)} (${standardError(gains).toFixed(4)})`,
      );
    }
    console.log(`${name.padEnd(48)}${text.join('   ')}`);
    if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(line)}\n`);
  }
}

/** Its calibration is that of its fits on folds, which is cached. */
async function memberOf(name, table, seed, split) {
  const { refit, ...folded } = CANDIDATES[name];
  const { outOfFold, test } = await crossFit(folded, table, seed, split, values.cache);
  const key = createHash('sha1').update(JSON.stringify(folded)).digest('hex').slice(0, 12);
  const file = join(values.cache, 'calibrations', `${key}-${table}-${seed}.json`);
  if (!existsSync(file)) {
    const { calibrations, cross } = await calibratedPredictions([outOfFold], { y: split.y });
    mkdirSync(join(values.cache, 'calibrations'), { recursive: true });
    writeFileSync(file, JSON.stringify({ calibration: calibrations[0], cross: Array.from(cross[0].data) }));
  }
  const { calibration, cross } = JSON.parse(readFileSync(file, 'utf8'));
  const given = refit ? (await crossFit(CANDIDATES[name], table, seed, split, values.cache)).test : test;
  return {
    cross: { ...outOfFold, data: Float32Array.from(cross) },
    test: calibration === undefined ? given : reviveCalibration(calibration, split.classes).transform(given),
  };
}

/** The scores of a portfolio, cached too. */
async function cellOf(name, table, seed, split, member) {
  const portfolio = PORTFOLIOS[name];
  const { members: all, rule = 'mixture' } =
    'members' in portfolio ? portfolio : { members: portfolio, rule: undefined };
  const of = all.filter((each) => CANDIDATES[each].suits?.(split.y, split.classes) ?? true);
  const described = JSON.stringify([of.map((each) => CANDIDATES[each]), rule]);
  const key = createHash('sha1').update(described).digest('hex').slice(0, 12);
  const file = join(values.cache, 'scores', key, `${table}-${seed}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const members = [];
  for (const each of of) members.push(await member(each));
  const mixture = mixtureBy(rule, members, split.y, seed);
  const cell = { ...scoresOf(mixture, split, seed), weights: mixture.weights };
  mkdirSync(join(values.cache, 'scores', key), { recursive: true });
  writeFileSync(file, JSON.stringify(cell));
  return cell;
}

function scoresOf({ outOfFold: probabilities, test }, { y, testY, classes }, seed) {
  const labels = Array.from({ length: classes }, (_, c) => c);
  const plan = checkDecisionOptions({}, labels);
  const { calibrator, decision } = calibrateAndDecide({ probabilities, y }, plan, { classes: labels, seed });
  const calibrated = calibrator.transform(test);
  const counts = labels.map((c) => y.filter((label) => label === c).length);
  const tested = labels.filter((c) => testY.includes(c));
  const rarest = tested.reduce((least, c) => (counts[c] < counts[least] ? c : least));
  const ofClass = (c) => Array.from(testY, (_, i) => calibrated.data[i * classes + c]);
  return {
    macroF1: macroF1(testY, decision.decide(calibrated), classes),
    logLoss: logLoss(Array.from(testY, (c, i) => Math.min(1, calibrated.data[i * classes + c]))),
    averagePrecision: averagePrecision(
      Array.from(testY, (c) => c === rarest),
      ofClass(rarest),
    ),
  };
}
