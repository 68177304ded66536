// A table of the runs of variant-runs.mjs: scores and gains of each table, and their means.
import { mean, standardError } from './mean.mjs';
import { DECIDING } from './splits.mjs';
import { completeTables, finishedRuns, signed } from './variant-runs.mjs';

/** Of one number there is no standard error. */
const withError = (gains) =>
  `${signed(mean(gains))}${gains.length > 1 ? ` ± ${standardError(gains).toFixed(3)}` : ''}`;

/**
 * Prints a line for each complete table: macro F1 of each variant, and the gains over the first one, paired by seed. Then the
 * means over the tables on which choices are made, and over the others.
 * @param {import('./variant-runs.mjs').Choice} choice
 */
export function printGainsByTable(choice) {
  const { tables, seeds, variants } = choice;
  const find = finishedRuns(choice);
  const complete = completeTables(choice);
  const left = tables.filter((table) => !complete.includes(table));
  if (left.length > 0) console.log(`Not all runs are there of ${left.join(', ')}.\n`);
  const [base, ...others] = variants;
  const scoresOf = (table, variant) => seeds.map((seed) => find(table, variant, seed).macroF1);
  const gainsOf = (table, variant) => {
    const before = scoresOf(table, base);
    return scoresOf(table, variant).map((score, i) => score - before[i]);
  };
  const secondsOf = (table, variant) => mean(seeds.map((seed) => find(table, variant, seed).cpuSeconds));
  const line = (cells) => console.log(`| ${cells.join(' | ')} |`);
  const heads = [
    'table',
    ...variants,
    ...others.map((variant) => `gain of ${variant}`),
    ...variants.map((variant) => `CPU seconds, ${variant}`),
  ];
  line(heads);
  line(heads.map(() => '---'));
  const linesOf = (part, name) => {
    if (part.length === 0) return;
    for (const table of part) {
      line([
        table,
        ...variants.map((variant) => mean(scoresOf(table, variant)).toFixed(3)),
        ...others.map((variant) => withError(gainsOf(table, variant))),
        ...variants.map((variant) => secondsOf(table, variant).toFixed(2)),
      ]);
    }
    if (part.length === 1) return;
    line([
      `mean of ${part.length} ${name}`,
      ...variants.map((variant) => mean(part.map((table) => mean(scoresOf(table, variant)))).toFixed(3)),
      ...others.map((variant) => withError(part.map((table) => mean(gainsOf(table, variant))))),
      ...variants.map((variant) => mean(part.map((table) => secondsOf(table, variant))).toFixed(2)),
    ]);
  };
  linesOf(
    complete.filter((table) => DECIDING.includes(table)),
    'tables for choices',
  );
  linesOf(
    complete.filter((table) => !DECIDING.includes(table)),
    'tables that chose nothing',
  );
  console.log(
    `\nSplits ${seeds.join(', ')}. ± is the standard error of the mean: of a table over its splits, of several over the tables.`,
  );
}
