// Differences of two ways by table, paired by seed: the tables on which choices were made, and the untouched ones, apart.
import { mean, standardError } from './mean.mjs';
import { DECIDING } from './splits.mjs';

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
const withError = (values) =>
  `${signed(mean(values))} ± ${values.length < 2 ? '?' : standardError(values).toFixed(3)}`;

/**
 * Prints a row for each table that has both scores for all seeds, and the means of both groups, with standard errors over
 * the tables and over the seeds.
 *
 * @param {string[]} tables
 * @param {number[]} seeds
 * @param {{
 *   better: (table: string, seed: number) => number | undefined,
 *   base: (table: string, seed: number) => number | undefined,
 *   names: [string, string],
 * }} ways
 */
export function differencesByTable(tables, seeds, { better, base, names }) {
  const complete = tables.filter((table) =>
    seeds.every((seed) => better(table, seed) !== undefined && base(table, seed) !== undefined),
  );
  const difference = (table, seed) => Number(better(table, seed)) - Number(base(table, seed));
  console.log(`| table | ${names.join(' | ')} | difference |`);
  console.log('| --- | --- | --- | --- |');
  /** @type {[string, string[]][]} */
  const groups = [
    ['tables on which choices were made', complete.filter((table) => DECIDING.includes(table))],
    ['untouched tables', complete.filter((table) => !DECIDING.includes(table))],
  ];
  for (const [, group] of groups) {
    for (const table of group) {
      const level = (of) => mean(seeds.map((seed) => of(table, seed))).toFixed(3);
      const differences = seeds.map((seed) => difference(table, seed));
      console.log(`| ${table} | ${level(base)} | ${level(better)} | ${withError(differences)} |`);
    }
  }
  for (const [title, group] of groups) {
    if (group.length === 0) continue;
    const ofTable = group.map((table) => mean(seeds.map((seed) => difference(table, seed))));
    const ofSeed = seeds.map((seed) => mean(group.map((table) => difference(table, seed))));
    const overSeeds = seeds.length < 2 ? '?' : standardError(ofSeed).toFixed(3);
    const wins = ofTable.filter((value) => value > 0).length;
    console.log(
      `${title}: ${withError(ofTable)} over ${group.length} tables (± ${overSeeds} over ${seeds.length} seeds), better on ${wins}`,
    );
  }
}
