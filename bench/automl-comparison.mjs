// The cells of `npm run bench -- automl` as Markdown: means of each system, paired differences, every table, what failed.
import { mean, standardError } from '../research/mean.mjs';
import { SYSTEMS, TABLES } from './automl-systems.mjs';

/** @typedef {Record<string, any>} Cell a line of the file: a system on one split of a table */

const decimals = (/** @type {number} */ digits) => (/** @type {number} */ value) => value.toFixed(digits);
const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const seconds = (/** @type {number} */ value) => value.toFixed(value < 10 ? 1 : 0);
const SCORES = [
  { name: 'macro F1', key: 'macroF1' },
  { name: 'balanced accuracy', key: 'balancedAccuracy' },
  { name: 'average precision', key: 'averagePrecision' },
  { name: 'log loss', key: 'logLoss' },
  { name: 'calibration error', key: 'calibrationError' },
].map((measure) => ({ ...measure, show: decimals(3) }));
const COSTS = [
  { name: 'wall time (s)', key: 'wallSeconds', show: seconds },
  { name: 'CPU time (s)', key: 'cpuSeconds', show: seconds },
  { name: 'memory (MB)', key: 'peakBytes', show: megabytes },
  { name: 'model (MB)', key: 'modelBytes', show: megabytes },
  { name: 'model to deploy (MB)', key: 'deployBytes', show: megabytes },
];
const BASE = 'auto';
const MARK = '\\*';
const MINUS =
  '`auto` minus each of the others, mean and standard error over tables (log loss and calibration error: below 0, `auto` is better):';

/** @param {readonly Cell[]} records of one cell the last one counts */
export function comparison(records) {
  const { all, done, value, groups } = arranged(records);
  return [
    ...groups.flatMap((group) => groupParts(group, value)),
    ...tableParts(done, value),
    ...failures(all),
  ].join('\n\n');
}

/**
 * A line a system: the main scores on both kinds of tables, and what they take on all; then `auto` minus each of the
 * others.
 */
export function comparisonSummary(records) {
  const { value, groups } = arranged(records);
  const scores = SCORES.filter(({ key }) => ['macroF1', 'averagePrecision', 'logLoss'].includes(key));
  const costs = COSTS.filter(({ key }) => ['wallSeconds', 'peakBytes', 'deployBytes'].includes(key));
  const heads = groups.flatMap(({ chose }) => scores.map(({ name }) => `${name}${chose ? ` ${MARK}` : ''}`));
  const common = groups.flatMap((group) => group.common);
  const systems = [...SYSTEMS.keys()].filter((system) =>
    groups.every((group) => group.systems.includes(system)),
  );
  const means =
    (system, tables) =>
    ({ key, show }) =>
      show(mean(tables.map((table) => value(table, system, key))));
  const levels = systems.map((system) => [
    SYSTEMS.get(system),
    ...groups.flatMap((group) => scores.map(means(system, group.common))),
    ...costs.map(means(system, common)),
  ]);
  const parts = [markdown(['', ...heads, ...costs.map(({ name }) => name)], levels)];
  if (!systems.includes(BASE)) return parts.join('\n\n');
  const differences = systems
    .filter((system) => system !== BASE)
    .map((system) => [
      SYSTEMS.get(system),
      ...groups.flatMap((group) => {
        const own = differencesTo(system, group, value);
        return scores.map(({ key }) => difference(own.of(key)));
      }),
    ]);
  return [...parts, MINUS, markdown(['', ...heads], differences)].join('\n\n');
}

/** `auto` minus the system on each table that both finished. */
function differencesTo(system, { tables, has }, value) {
  const both = tables.filter((table) => has(table, BASE) && has(table, system));
  return { both, of: (key) => both.map((table) => value(table, BASE, key) - value(table, system, key)) };
}

function arranged(records) {
  const cells = new Map(records.map((cell) => [`${cell.table} ${cell.split} ${cell.system}`, cell]));
  const all = [...cells.values()];
  const done = all
    .filter(({ failed }) => failed === undefined)
    .map((cell) => ({ deployBytes: cell.modelBytes, ...cell }));
  const value = meansOverSplits(done);
  const groups = [false, true].map((chose) => {
    const tables = [...TABLES.keys()].filter(
      (name) => TABLES.get(name)?.chose === chose && done.some(({ table }) => table === name),
    );
    const has = (table, system) => value(table, system, 'macroF1') !== undefined;
    const systems = [...SYSTEMS.keys()].filter((system) => tables.some((table) => has(table, system)));
    const common = tables.filter((table) => systems.every((system) => has(table, system)));
    return { chose, tables, systems, common, has };
  });
  return { all, done, value, groups: groups.filter(({ common }) => common.length > 0) };
}

function meansOverSplits(done) {
  return (/** @type {string} */ table, /** @type {string} */ system, /** @type {string} */ key) => {
    const own = done.filter((cell) => cell.table === table && cell.system === system);
    return own.length === 0 ? undefined : mean(own.map((cell) => cell[key]));
  };
}

/** Means over the tables that all systems finished, and differences over those that both finished. */
function groupParts({ chose, tables, systems, common, has }, value) {
  const measures = [...SCORES, ...COSTS];
  const levels = systems.map((system) => [
    SYSTEMS.get(system),
    ...measures.map(({ key, show }) => show(mean(common.map((table) => value(table, system, key))))),
  ]);
  const parts = [
    `### Tables on which ${chose ? 'our defaults were' : 'nothing was'} chosen`,
    `Means over ${common.length} table${common.length > 1 ? 's' : ''}: ${common.join(', ')}.`,
    markdown(['', ...measures.map(({ name }) => name)], levels),
  ];
  const others = systems.filter((system) => system !== BASE);
  if (others.length === systems.length) return parts;
  const differences = others.map((system) => {
    const { both, of } = differencesTo(system, { tables, has }, value);
    return [SYSTEMS.get(system), String(both.length), ...SCORES.map(({ key }) => difference(of(key)))];
  });
  return [...parts, MINUS, markdown(['', 'tables', ...SCORES.map(({ name }) => name)], differences)];
}

function difference(values) {
  const centre = mean(values);
  const text = `${centre < 0 ? '−' : '+'}${Math.abs(centre).toFixed(3)}`;
  return values.length < 2 ? text : `${text} ± ${standardError(values).toFixed(3)}`;
}

/** For each measure the tables against the systems. */
function tableParts(done, value) {
  const tables = [...TABLES.keys()].filter((table) => done.some((cell) => cell.table === table));
  const systems = [...SYSTEMS.keys()].filter((system) => done.some((cell) => cell.system === system));
  const head = ['', ...systems.map((system) => SYSTEMS.get(system))];
  return [...SCORES, ...COSTS].flatMap(({ name, key, show }) => [
    `### ${name[0].toUpperCase()}${name.slice(1)} of each table`,
    markdown(
      head,
      tables.map((table) => [
        `${table}${TABLES.get(table)?.chose ? ` ${MARK}` : ''}`,
        ...systems.map((system) => {
          const found = value(table, system, key);
          return found === undefined ? '–' : show(found);
        }),
      ]),
    ),
  ]);
}

function failures(all) {
  const failed = all.filter((cell) => cell.failed !== undefined);
  if (failed.length === 0) return [];
  const rows = failed.map((cell) => [
    SYSTEMS.get(cell.system),
    `${cell.table}, split ${cell.split}`,
    cell.failed,
  ]);
  return ['### Failed', markdown(['system', 'table', 'reason'], rows)];
}

function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
