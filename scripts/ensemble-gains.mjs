// For docs/research.md, in Markdown: what the ensembles gain over single classifiers in the records.
import { rankClassifiers } from '../dist/paper/experiments/ranking/classifier-ranking.js';
import { rankedRows } from '../dist/paper/experiments/ranking/ranked-rows.js';
import { datasetsOf } from '../dist/paper/experiments/result-rows.js';
import { differenceText } from '../dist/paper/experiments/score-text.js';
import { countOf, inWords } from '../dist/text/name-list.js';
import { markdownTable } from '../dist/text/text-table.js';
import { mean, standardError } from '../research/mean.mjs';

/** @typedef {import('../dist/paper/experiments/result-rows.js').ResultRow} ResultRow */
/** @typedef {import('../dist/paper/experiments/ranking/classifier-ranking.js').ClassifierRanking} ClassifierRanking */

const PAIRS = [
  ['qcl-ensemble', 'qcl-mixnet'],
  ['auto', 'qcl-mixnet'],
  ['auto', 'qcl-ensemble'],
  ['qcl-ensemble', 'xgboost'],
  ['auto', 'xgboost'],
  ['auto', 'qcl-mixnet tuned'],
  ['auto', 'xgboost tuned'],
];
const WHOLE = 'auto';

/** @param {readonly ResultRow[]} rows @param {import('./headlines.mjs').Rankings} rankings */
export function ensembleGains(rows, rankings) {
  const [all, untouched] = [rankings.all, rankings.untouched].map((each) =>
    each.filter(({ protocol }) => protocol === 'honest'),
  );
  const table = markdownTable({
    head: ['', `all ${countOf(datasetsOf(rows).length, 'table')}`, 'those that were not used for any choice'],
    rows: PAIRS.map(([one, other]) => [
      `\`${one}\` − \`${other}\``,
      ...[all, untouched].map((rankings) => differenceOf(rankings, one, other)),
    ]),
    notes: [],
  });
  return `${table}\n${all.map(({ tuned }) => testText(rows, tuned)).join('')}`;
}

/** @param {readonly ClassifierRanking[]} rankings @param {string} one @param {string} other */
function differenceOf(rankings, one, other) {
  const ranking = rankings.find(
    ({ classifiers }) => classifiers.includes(one) && classifiers.includes(other),
  );
  if (ranking === undefined) return '-';
  const [i, j] = [one, other].map((name) => ranking.classifiers.indexOf(name));
  const gains = ranking.metrics.macroF1.scores.map((scores) => scores[i] - scores[j]);
  const higher = gains.filter((gain) => gain > 0).length;
  return `${differenceText(mean(gains))} ± ${standardError(gains).toFixed(3)}, higher on ${higher} of ${gains.length}`;
}

/** Wilcoxon's test of `auto` against every other classifier over all tables, as a list item. */
function testText(rows, wantsTuned) {
  const ranked = rankedRows(rows).find(
    ({ protocol, tuned }) => protocol === 'honest' && tuned === wantsTuned,
  );
  if (!ranked?.rows.some(({ configuration }) => configuration === WHOLE)) return '';
  const { metrics } = rankClassifiers(ranked.rows, { protocol: 'honest', control: WHOLE });
  const { againstControl } = metrics.macroF1;
  const compared = againstControl.possible ? againstControl.result : [];
  if (compared.length === 0) return '';
  const better = compared.filter(({ verdict }) => verdict === 'better').map(({ name }) => `\`${name}\``);
  const rest = compared
    .filter(({ verdict }) => verdict !== 'better')
    .map(({ wilcoxon }) => wilcoxon.adjustedP);
  const named = better.length === 0 ? '' : `: ${inWords(better)}`;
  const exceptions =
    rest.length === 0 ? '' : `; the smallest p of the rest is ${Math.min(...rest).toPrecision(2)}`;
  return (
    `- ${wantsTuned ? 'With tuned classifiers' : 'With default options'}, by Wilcoxon's test with Holm's correction, \`${WHOLE}\` ` +
    `is better than ${better.length} of the ${compared.length} others${named}${exceptions}.\n`
  );
}
