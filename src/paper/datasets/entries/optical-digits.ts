/** Optical digits: 8 × 8 pixel counts of scanned digits; eights against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { numberedColumns, uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

export const opticalDigits = describeDataset({
  name: 'optical_digits',
  title: 'Optical Recognition of Handwritten Digits',
  task: 'binary',
  features: 64,
  classCounts: [
    ['-1', 5066],
    ['1', 554],
  ],
  targetMeaning: '1 = digit 8, -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Alpaydin, E. & Kaynak, C. (1998). Optical Recognition of Handwritten Digits [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C50P49',
  page: 'https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits',
  rule: 'training and test part together; digit 8 against the rest, as in the collection of imbalanced-learn',
  paper: { features: 64, imbalanceRatio: 9.13 },
  differenceFromPaper: 'none in rows, features or classes',
  checksum: '747683b2cb487b08a70b9148141548c54d90ee01686bc66bda8a01dd18ef7b67',
  originals: [
    uciOriginal({
      address: uciArchive(80, 'optical+recognition+of+handwritten+digits'),
      files: ['optdigits.tra', 'optdigits.tes'],
      columns: [...numberedColumns('input', 64), 'digit'],
      target: 'digit',
      finish: (table) => oneAgainstRest(table, ['8']),
    }),
  ],
});
