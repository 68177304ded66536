/** Glass: refractive index and chemical analysis of fragments, and the kind of glass. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciOriginal } from '../repositories.js';
import { renameLabels } from '../rules.js';

const KINDS = new Map([
  ['1', 'build wind float'],
  ['2', 'build wind non-float'],
  ['3', 'vehic wind float'],
  ['5', 'containers'],
  ['6', 'tableware'],
  ['7', 'headlamps'],
]);

export const glass = describeDataset({
  name: 'glass',
  title: 'Glass Identification',
  task: 'multiclass',
  features: 9,
  classCounts: [
    ['build wind float', 70],
    ['build wind non-float', 76],
    ['containers', 13],
    ['headlamps', 29],
    ['tableware', 9],
    ['vehic wind float', 17],
  ],
  targetMeaning: 'kind of glass',
  licence: 'CC BY 4.0',
  citation:
    'German, B. (1987). Glass Identification [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5WW2P',
  page: 'https://archive.ics.uci.edu/dataset/42/glass+identification',
  rule: 'drop the row number; kinds 1, 2, 3, 5, 6 and 7 by their names',
  paper: { features: 10, imbalanceRatio: 7.5 },
  differenceFromPaper:
    'none in rows or classes; the paper counts the label among the features; its imbalance ratio (7.5) is not that of the class counts (8.44)',
  checksum: '1fb8e47ea4fcb5a0c9540a57b1dc91aeb3ab7c566f0d9e7bda3e33e1ff76b019',
  originals: [
    uciOriginal({
      address: uciArchive(42, 'glass+identification'),
      files: ['glass.data'],
      columns: ['id', 'RI', 'Na', 'Mg', 'Al', 'Si', 'K', 'Ca', 'Ba', 'Fe', 'kind'],
      dropped: ['id'],
      target: 'kind',
      finish: (table) => renameLabels(table, KINDS),
    }),
  ],
});
