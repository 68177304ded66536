/** Balance scale: comes with the package, because its rule generates all rows. */

import { balanceScale } from '../balance-scale.js';
import { describeDataset } from '../dataset-entry.js';

export const balanceScaleEntry = describeDataset({
  name: 'balance_scale',
  title: 'Balance Scale',
  task: 'multiclass',
  features: 4,
  classCounts: [
    ['B', 49],
    ['L', 288],
    ['R', 288],
  ],
  targetMeaning: 'the side to which the scale tips: L, R, or B for balanced',
  licence: 'CC BY 4.0',
  citation:
    'Siegler, R. (1976). Balance Scale [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5488X',
  page: 'https://archive.ics.uci.edu/dataset/12/balance+scale',
  rule: 'none: all 625 combinations of two weights and two distances',
  paper: { features: 5, imbalanceRatio: 5.8 },
  differenceFromPaper: 'none in rows or classes; the paper counts the label among the features',
  checksum: 'f105199cc001501147fe1a7f9e9cb89fb053608ea3676bd4184e757102e95e1e',
  embedded: balanceScale,
  originals: [],
});
