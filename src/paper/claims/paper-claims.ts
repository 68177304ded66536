/**
 * The distinct claims of the paper's sections 4 to 6 and its abstract, each once: what is said again elsewhere is listed
 * where it is said first. How each is examined is in `evaluation/`.
 */
import type { PaperClaim } from './claim.js';
import { aheadOf, aheadOfAll } from './evaluation/ahead-of.js';
import { bestOn } from './evaluation/best-on.js';
import { leads } from './evaluation/leads.js';
import { differInEveryMetric, differOverMetrics, firstByRank } from './evaluation/mean-rank.js';
import { costsMost, partHelps, partHelpsOn, wholeIsBest } from './evaluation/part-helps.js';
import { baselinesAsPrinted, ownScoresAsPrinted } from './evaluation/printed-scores.js';
import { PAPER_METRICS } from './paper-tables.js';

export const PAPER_CLAIMS: readonly PaperClaim[] = [
  {
    claim: 'outperforms each of 20 baselines significantly in macro F1',
    place: 'abstract, 1, 6',
    printed: '20 of 20, no pairwise tests',
    examine: aheadOfAll('macroF1'),
  },
  {
    claim: 'outperforms them in macro recall',
    place: 'abstract',
    printed: '20 of 20, no pairwise tests',
    examine: aheadOfAll('macroRecall'),
  },
  {
    claim: 'best in accuracy on most data sets',
    place: '5.1',
    printed: '14 of 18',
    examine: leads({ metric: 'accuracy', printed: [14, 18] }),
  },
  {
    claim: 'best in macro precision on most data sets',
    place: '5.1',
    printed: '11 of 18',
    examine: leads({ metric: 'macroPrecision', printed: [11, 18] }),
  },
  {
    claim: 'best in macro recall on half of the data sets',
    place: '5.1',
    printed: '9 of 18',
    examine: leads({ metric: 'macroRecall', printed: [9, 18] }),
  },
  {
    claim: 'best in macro F1 on most data sets',
    place: '5.1',
    printed: '12 of 18',
    examine: leads({ metric: 'macroF1', printed: [12, 18] }),
  },
  {
    claim: 'best in macro F1 on most binary data sets',
    place: '5.1, Fig. 2a',
    printed: '4 of 7',
    examine: leads({ metric: 'macroF1', printed: [4, 7], task: 'binary' }),
  },
  {
    claim: 'best in macro F1 on most multi-class data sets',
    place: '5.1, Fig. 2b',
    printed: '8 of 11',
    examine: leads({ metric: 'macroF1', printed: [8, 11], task: 'multiclass' }),
  },
  {
    claim: 'best in macro F1 on optical_digits and pen_digits',
    place: '5.1, Table 2',
    printed: 'no gain to two decimals',
    examine: bestOn({ gains: { optical_digits: 0, pen_digits: 0 } }),
  },
  {
    claim: 'ahead of the best baseline in macro F1 on satimage and arrhythmia',
    place: '5.1, Table 2',
    printed: '+0.02, +0.03',
    examine: bestOn({ gains: { satimage: 0.02, arrhythmia: 0.03 } }),
  },
  {
    claim: 'a particularly large gain in macro F1 on vehicle',
    place: '5.1, Fig. 2',
    printed: '+0.09',
    examine: bestOn({ gains: { vehicle: 0.09 } }),
  },
  {
    claim: 'substantially more accurate than the best baseline on vehicle, wine_quality_red and glass',
    place: '5.1',
    printed: '+0.09, +0.04, +0.09',
    examine: bestOn({ gains: { vehicle: 0.09, wine_quality_red: 0.04, glass: 0.09 }, metric: 'accuracy' }),
  },
  {
    claim: 'ahead of svm-smote in macro F1 on lymph and wine_quality_white',
    place: '5.1',
    printed: '+0.20, +0.06',
    examine: bestOn({ gains: { lymph: 0.2, wine_quality_white: 0.06 }, rival: 'svm-smote' }),
  },
  {
    claim: 'svm-smote is best in macro F1 on one_hundred_plants_texture',
    place: '5.1',
    printed: '+0.01',
    examine: bestOn({ gains: { one_hundred_plants_texture: 0.01 }, model: 'svm-smote' }),
  },
  {
    claim: 'ahead of bilstm and resnet, which falter on rare classes, in macro F1 on the binary data sets',
    place: '5.1',
    printed: '+0.07, +0.03 in Table 2',
    examine: aheadOf(['bilstm', 'resnet'], 'binary'),
  },
  {
    claim: 'the macro F1 of QCL-MixNet as printed',
    place: 'Tables 2 and 3',
    printed: '0.75 on average',
    examine: ownScoresAsPrinted(),
  },
  {
    claim: 'the macro F1 of each baseline as printed',
    place: 'Tables 2 and 3',
    printed: 'for example 0.10 of LR on vehicle',
    examine: baselinesAsPrinted(),
  },
  {
    claim: 'without mixup macro F1 drops',
    place: '5.2',
    printed: '24.5 %',
    examine: partHelps('mixup'),
  },
  {
    claim: 'without attention macro F1 drops',
    place: '5.2',
    printed: '23.2 %',
    examine: partHelps('attention'),
  },
  {
    claim: 'without quantum layers macro F1 drops',
    place: '5.2',
    printed: '11.5 %',
    examine: partHelps('quantum'),
  },
  {
    claim: 'leaving out mixup costs most',
    place: '5.2',
    printed: '24.5 % against 23.2 and 11.5 %',
    examine: costsMost('mixup'),
  },
  {
    claim:
      'the whole model is best on the mean of the binary data sets, on minerals, and on the mean of the others',
    place: '5.2, Fig. 5',
    printed: '9 of 9 comparisons',
    examine: wholeIsBest(),
  },
  {
    claim: 'mixup is essential on one_hundred_plants_texture and glass',
    place: '5.2',
    printed: 'drops of 0.69, 0.22',
    examine: partHelpsOn('mixup', ['one_hundred_plants_texture', 'glass']),
  },
  {
    claim: 'attention is essential with many columns: har and minerals',
    place: '5.2',
    printed: 'drops of 0.28, 0.19',
    examine: partHelpsOn('attention', ['har', 'minerals']),
  },
  {
    claim: 'quantum layers matter most on vehicle and arrhythmia',
    place: '5.2',
    printed: 'drops of 0.10, 0.15',
    examine: partHelpsOn('quantum', ['vehicle', 'arrhythmia']),
  },
  {
    claim: 'the classifiers differ in every metric (Friedman)',
    place: '5.3.1, Table 6',
    printed: 'p < 0.0001 four times',
    examine: differInEveryMetric(),
  },
  {
    claim: 'best mean rank in accuracy',
    place: '5.3.1, Table 6',
    printed: '3.8',
    examine: firstByRank(['accuracy']),
  },
  {
    claim: 'best mean rank in macro precision',
    place: '5.3.1, Table 6',
    printed: '3.6, as svm-smote',
    examine: firstByRank(['macroPrecision']),
  },
  {
    claim: 'svm-smote has the best mean rank in macro recall',
    place: '5.3.1, Table 6',
    printed: '2.8',
    examine: firstByRank(['macroRecall'], 'svm-smote'),
  },
  {
    claim: 'svm-smote has the best mean rank in macro F1',
    place: '5.3.1, Table 6',
    printed: '2.8',
    examine: firstByRank(['macroF1'], 'svm-smote'),
  },
  {
    claim: 'first by mean rank over the four metrics',
    place: '5.3.2, Table 6',
    printed: '3.55',
    examine: firstByRank(PAPER_METRICS),
  },
  {
    claim: 'the classifiers differ over the metrics (Friedman over four metrics as blocks)',
    place: '5.3.2, Table 6',
    printed: 'p = 0.0144, F > 1.748',
    examine: differOverMetrics(),
    invalid:
      'Metrics are not independent blocks: they score the same predictions on the same data sets. The printed p is not that of the printed chi-squared either (0.075).',
  },
];

/** What the paper says of its figures without a number that runs could repeat; not counted. */
export const NOT_EXAMINED: readonly string[] = [
  'distinct and compact clusters in the t-SNE maps (5.1, Fig. 4): a map has no test; ours are among the figures',
  'high stability across model capacities (5.2): no number is printed for it',
];
