/** Abalone: size and weight of sea snails; those with seven rings against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest, oneHot } from '../rules.js';

export const abalone = describeDataset({
  name: 'abalone',
  title: 'Abalone',
  task: 'binary',
  features: 10,
  classCounts: [
    ['-1', 3786],
    ['1', 391],
  ],
  targetMeaning: '1 = seven rings, -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Nash, W., Sellers, T., Talbot, S., Cawthorn, A. & Ford, W. (1994). Abalone [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C55C7W',
  page: 'https://archive.ics.uci.edu/dataset/1/abalone',
  rule: 'sex as three 0/1 columns (M, F, I); seven rings against the rest, as in the collection of imbalanced-learn',
  paper: { features: 10, imbalanceRatio: 9.72 },
  differenceFromPaper:
    'none in rows, features or classes; the order of the three sex columns in the collection is not known',
  checksum: '65320d092bfc9e5fd778b24242a6fe85f18b7a7836e66a70c6ad3e2bd8728065',
  originals: [
    uciOriginal({
      address: uciArchive(1, 'abalone'),
      files: ['abalone.data'],
      columns: [
        'sex',
        'length',
        'diameter',
        'height',
        'whole_weight',
        'shucked_weight',
        'viscera_weight',
        'shell_weight',
        'rings',
      ],
      target: 'rings',
      finish: (table) => oneAgainstRest(oneHot(table, 'sex', ['M', 'F', 'I']), ['7']),
    }),
  ],
});
