/** The claims of the paper's sections 5.1 to 5.3, checked against the records; no finding is written by hand. */
import { mean } from '../../mean.js';
import { countOf, inWords } from '../../text/name-list.js';
import type { TextTable } from '../../text/text-table.js';
import { type AblationEffect, describeEffect } from '../experiments/ablation-effects.js';
import type { ClassifierRanking } from '../experiments/ranking/classifier-ranking.js';
import { METRIC_WORDS, probabilityText } from '../experiments/ranking/sentences.js';
import { sign } from '../experiments/repeats.js';
import { PROTOCOL_TITLES } from '../experiments/result-tables.js';
import { differenceText, intervalText, paperText } from '../experiments/score-text.js';
import { meanDifference, type PaperComparison } from './compare-with-paper.js';
import { paperRow } from './paper-results.js';
import { PAPER_DATASETS, PAPER_METRICS, type PaperMetric } from './paper-tables.js';

export interface ClaimCheck {
  readonly claim: string;
  readonly paper: string;
  readonly found: string;
  readonly repeated: boolean;
}

/** The model that the paper proposes. */
const PROPOSED = 'qcl-mixnet';

/** On how many of its 18 data sets the paper's model leads, as section 5.1 prints it. */
const PRINTED_LEADS: Readonly<Record<PaperMetric, number>> = {
  accuracy: 14,
  macroPrecision: 11,
  macroRecall: 9,
  macroF1: 12,
};

/** Drop of macro F1 without a part, in per cent (section 5.2). */
const PRINTED_DROPS: ReadonlyMap<string, string> = new Map([
  ['mixup', '24.5'],
  ['attention', '23.2'],
  ['quantum', '11.5'],
]);

/** The claims about the ranking: which model leads, and with what certainty. The control must be the paper's model. */
export function rankingClaims(ranking: ClassifierRanking): ClaimCheck[] {
  const own = ranking.classifiers.indexOf(PROPOSED);
  if (own < 0 || ranking.classifiers.length < 2 || ranking.datasets.length === 0) return [];
  return [
    ...PAPER_METRICS.map((metric) => leadClaim(ranking, own, metric)),
    multiclassClaim(ranking, own),
    ...meanRankClaim(ranking, own),
    ...friedmanClaims(ranking),
    ...superiorityClaim(ranking),
  ];
}

/** The claim that every part of the model helps (section 5.2, Fig. 5), for every ablation that ran. */
export function ablationClaims(effects: readonly AblationEffect[]): ClaimCheck[] {
  return effects
    .filter(({ classifier, without }) => classifier === PROPOSED && PRINTED_DROPS.has(without))
    .map((effect) => {
      const { without, protocol, overPairs, overDatasets } = effect;
      return {
        claim: `without ${without} macro F1 drops (protocol ${protocol}${protocol === 'paper' ? ', leaking' : ''})`,
        paper: `by ${PRINTED_DROPS.get(without)} %; in the tables by ${effect.paperDrop.toFixed(3)} on these data sets`,
        found: `a drop of ${differenceText(overPairs.mean)} (over data sets ${intervalText(overDatasets)}): ${describeEffect(effect)}`,
        repeated: sign(overDatasets) > 0,
      };
    });
}

/** The claim that the baselines are as weak as Tables 2 and 3 print them. */
export function baselineClaims(comparisons: readonly PaperComparison[]): ClaimCheck[] {
  const levels = baselineLevels(comparisons);
  if (levels.length === 0) return [];
  const higher = levels.filter(({ difference }) => difference.low > 0);
  const lower = levels.filter(({ difference }) => difference.high < 0);
  const widest = [...comparisons]
    .filter(({ row }) => row.classifier !== PROPOSED)
    .sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference))[0];
  const example = `${widest.row.classifier} on ${widest.row.dataset} ${paperText(widest.paper)}`;
  return [
    {
      claim: 'the macro F1 of the baselines',
      paper: `for example ${example}`,
      found:
        `${widest.row.scores.macroF1.mean.toFixed(2)} there; over the data sets ${higher.length} of ${levels.length} baselines ` +
        `are significantly higher here, ${lower.length} lower`,
      repeated: higher.length === 0 && lower.length === 0,
    },
  ];
}

/** The claims, with the paper's numbers and ours. */
export function claimsTable(claims: readonly ClaimCheck[]): TextTable {
  return {
    title: "Which of the paper's claims repeated",
    head: ['claim', 'the paper', 'found here', 'repeated'],
    rows: claims.map(({ claim, paper, found, repeated }) => [claim, paper, found, repeated ? 'yes' : 'no']),
    notes: [
      'A claim is repeated if the share of data sets led is at least the paper’s, the place is the first, the test rejects at 0.05, the 95 % interval of the drop over data sets is above 0, or no baseline differs significantly from the paper’s number.',
      'Findings are for the protocol honest unless marked as leaking; all numbers of the paper leak.',
    ],
  };
}

/** `8 of 12 claims that the records can examine did not repeat: ...` */
export function claimsSentence(claims: readonly ClaimCheck[]): string {
  const failed = claims.filter(({ repeated }) => !repeated).map(({ claim }) => claim);
  const count = `Of ${countOf(claims.length, 'claim')} of the paper that these records can examine`;
  return failed.length === 0
    ? `${count}, all repeated.`
    : `${count}, ${failed.length} did not repeat: ${failed.join('; ')}.`;
}

/** Each baseline's macro F1 beside the paper's, over the data sets for which the paper has it. */
export function baselineTable(comparisons: readonly PaperComparison[]): TextTable {
  return {
    title: `The baselines compared with the paper's. ${PROTOCOL_TITLES.honest}`,
    head: [
      ...['classifier', 'data sets', 'macro F1', 'paper', 'mean difference', '95 % interval'],
      ...['largest difference on', 'macro F1', 'paper'],
    ],
    rows: baselineLevels(comparisons).map(({ classifier, shown, difference }) => {
      const widest = [...shown].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
      const meanText = (values: readonly number[]) => mean(values).toFixed(3);
      return [
        ...[classifier, String(shown.length)],
        ...[
          meanText(shown.map(({ row }) => row.scores.macroF1.mean)),
          meanText(shown.map(({ paper }) => paper)),
        ],
        ...[differenceText(difference.mean), intervalText(difference)],
        ...[widest.row.dataset, widest.row.scores.macroF1.mean.toFixed(3), paperText(widest.paper)],
      ];
    }),
    notes: [
      'Intervals are over the data sets (Student’s t). The paper tuned its baselines where that is usual and chose their checkpoints on the test rows; here they have default options and never see the test rows.',
    ],
  };
}

function baselineLevels(comparisons: readonly PaperComparison[]) {
  const baselines = comparisons.filter(({ row }) => row.classifier !== PROPOSED);
  return [...new Set(baselines.map(({ row }) => row.classifier))].sort().map((classifier) => {
    const shown = baselines.filter(({ row }) => row.classifier === classifier);
    return { classifier, shown, difference: meanDifference(shown) };
  });
}

function leadClaim(ranking: ClassifierRanking, own: number, metric: PaperMetric): ClaimCheck {
  const leads = ranking.metrics[metric].scores.filter((row) => row[own] >= Math.max(...row)).length;
  const of = ranking.datasets.length;
  const printed = PRINTED_LEADS[metric];
  return {
    claim: `best in ${METRIC_WORDS[metric]} on most data sets`,
    paper: `${printed} of ${PAPER_DATASETS.length}${inTables(ranking, metric)}`,
    found: `${leads} of ${of}`,
    repeated: leads / of >= printed / PAPER_DATASETS.length,
  };
}

/** The count in the paper's own tables, over the data sets and classifiers compared here. */
function inTables({ datasets, classifiers }: ClassifierRanking, metric: PaperMetric): string {
  const rows = datasets.flatMap((dataset) => {
    const printed = classifiers.map((name) => paperRow(name, dataset)?.scores[metric]);
    const complete = printed.filter((score) => score !== undefined);
    return complete.length === classifiers.length ? [complete] : [];
  });
  const own = classifiers.indexOf(PROPOSED);
  const leads = rows.filter((row) => row[own] >= Math.max(...row)).length;
  return rows.length === 0 ? '' : `; its tables, ties counted, have ${leads} of the ${rows.length} compared`;
}

function multiclassClaim({ datasets, metrics }: ClassifierRanking, own: number): ClaimCheck {
  const multiclass = new Set<string>(
    PAPER_DATASETS.filter(({ task }) => task === 'multiclass').map(({ name }) => name),
  );
  const rows = metrics.macroF1.scores.filter((_, d) => multiclass.has(datasets[d]));
  const wins = rows.filter((row) => row.every((score, c) => c === own || row[own] > score)).length;
  return {
    claim: 'ahead of the best baseline in macro F1 on most multi-class data sets (Fig. 2b)',
    paper: '8 of 11',
    found: `${wins} of ${rows.length}`,
    repeated: rows.length > 0 && wins / rows.length >= 8 / 11,
  };
}

function meanRankClaim({ overMetrics, classifiers, metrics }: ClassifierRanking, own: number): ClaimCheck[] {
  if (!overMetrics.possible) return [];
  const { meanRanks, p, imanDavenport } = overMetrics.result;
  const place = 1 + meanRanks.filter((rank) => rank < meanRanks[own]).length;
  const byF1 = metrics.macroF1.classifiers[own];
  return [
    {
      claim: 'first by mean rank over the four metrics (Table 6)',
      paper: '1st, mean rank 3.55; by macro F1 alone 2nd, 3.2',
      found: `place ${place} of ${classifiers.length}, mean rank ${meanRanks[own].toFixed(2)}; by macro F1 alone place ${byF1.place}, ${byF1.meanRank.toFixed(2)}`,
      repeated: place === 1,
    },
    {
      claim: 'the test over the metrics rejects equality of all models (not valid)',
      paper: 'p = 0.0144',
      found: `chi-squared ${probabilityText(p)}, Iman and Davenport's F ${probabilityText(imanDavenport.p)}`,
      repeated: p <= 0.05 && imanDavenport.p <= 0.05,
    },
  ];
}

function friedmanClaims({ metrics }: ClassifierRanking): ClaimCheck[] {
  return PAPER_METRICS.flatMap((metric) => {
    const { friedman } = metrics[metric];
    if (!friedman.possible) return [];
    const { chiSquared, p } = friedman.result;
    return [
      {
        claim: `the classifiers differ in ${METRIC_WORDS[metric]} (Friedman)`,
        paper: 'p < 0.0001',
        found: `chi-squared ${chiSquared.toFixed(2)}, ${probabilityText(p)}`,
        repeated: p <= 0.05,
      },
    ];
  });
}

function superiorityClaim({ metrics, control }: ClassifierRanking): ClaimCheck[] {
  const { againstControl } = metrics.macroF1;
  if (control !== PROPOSED || !againstControl.possible) return [];
  const others = againstControl.result;
  const better = others.filter(({ verdict }) => verdict === 'better').map(({ name }) => name);
  const worse = others.filter(({ verdict }) => verdict === 'worse').map(({ name }) => name);
  return [
    {
      claim: 'significantly better than every other model in macro F1',
      paper: '20 of 20, without pairwise tests',
      found:
        `${better.length} of ${others.length} by Wilcoxon's test with Holm's correction${better.length > 0 ? ` (${inWords(better)})` : ''}` +
        (worse.length === 0 ? '' : `; worse than ${inWords(worse)}`),
      repeated: better.length === others.length,
    },
  ];
}
