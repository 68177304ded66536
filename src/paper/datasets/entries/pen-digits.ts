/** Pen digits: eight points on the path of a pen; fives against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { numberedColumns, uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

export const penDigits = describeDataset({
  name: 'pen_digits',
  title: 'Pen-Based Recognition of Handwritten Digits',
  task: 'binary',
  features: 16,
  classCounts: [
    ['-1', 9937],
    ['1', 1055],
  ],
  targetMeaning: '1 = digit 5, -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Alpaydin, E. & Alimoglu, F. (1996). Pen-Based Recognition of Handwritten Digits [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5MG6K',
  page: 'https://archive.ics.uci.edu/dataset/81/pen+based+recognition+of+handwritten+digits',
  rule: 'training and test part together; digit 5 against the rest, as in the collection of imbalanced-learn',
  paper: { features: 16, imbalanceRatio: 9.42 },
  differenceFromPaper:
    'none in rows, features or classes; the values are the original 0 to 100, which the collection may have scaled column by column',
  checksum: '8574d9d2c963bb4cdec1660cfb0355ee27180adcf620b7df9e8e44f8124f3fcb',
  originals: [
    uciOriginal({
      address: uciArchive(81, 'pen+based+recognition+of+handwritten+digits'),
      files: ['pendigits.tra', 'pendigits.tes'],
      columns: [...numberedColumns('input', 16), 'digit'],
      target: 'digit',
      finish: (table) => oneAgainstRest(table, ['5']),
    }),
  ],
});
