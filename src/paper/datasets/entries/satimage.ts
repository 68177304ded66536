/** Satimage: spectra of 3 × 3 neighbouring pixels of a Landsat picture; damp grey soil against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { numberedColumns, uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

export const satimage = describeDataset({
  name: 'satimage',
  title: 'Statlog (Landsat Satellite)',
  task: 'binary',
  features: 36,
  classCounts: [
    ['-1', 5809],
    ['1', 626],
  ],
  targetMeaning: '1 = class 4 (damp grey soil), -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Srinivasan, A. (1993). Statlog (Landsat Satellite) [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C55887',
  page: 'https://archive.ics.uci.edu/dataset/146/statlog+landsat+satellite',
  rule: 'sat.trn and sat.tst together; class 4 against the rest, as in the collection of imbalanced-learn',
  paper: { features: 36, imbalanceRatio: 9.3 },
  differenceFromPaper:
    'none in rows, features or classes; the values are the original 0 to 255, which the collection may have scaled column by column',
  checksum: '8fb2ec72aa387bcc9ea37296b67f5b6c0655af7a1b6c990149d9382c441ce8de',
  originals: [
    uciOriginal({
      address: uciArchive(146, 'statlog+landsat+satellite'),
      files: ['sat.trn', 'sat.tst'],
      columns: [...numberedColumns('f', 36), 'soil'],
      separator: 'blanks',
      target: 'soil',
      finish: (table) => oneAgainstRest(table, ['4']),
    }),
  ],
});
