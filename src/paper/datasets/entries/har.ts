/** Human activity recognition: the activity of a person with a smartphone on the waist. */
import { describeDataset } from '../dataset-entry.js';
import { numberedColumns, openMlOriginals } from '../repositories.js';

export const har = describeDataset({
  name: 'har',
  title: 'Human Activity Recognition Using Smartphones',
  task: 'multiclass',
  features: 561,
  classCounts: [
    ['1', 1722],
    ['2', 1544],
    ['3', 1406],
    ['4', 1777],
    ['5', 1906],
    ['6', 1944],
  ],
  targetMeaning:
    'activity: 1 walking, 2 walking upstairs, 3 walking downstairs, 4 sitting, 5 standing, 6 lying',
  licence: 'CC BY 4.0',
  citation:
    'Reyes-Ortiz, J., Anguita, D., Ghio, A., Oneto, L. & Parra, X. (2013). Human Activity Recognition Using Smartphones [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C54S4K',
  page: 'https://www.openml.org/d/1478',
  rule: 'none',
  paper: { features: 562, imbalanceRatio: 1.38 },
  differenceFromPaper:
    'none in rows or classes; the paper counts the label among the features; no copy of it could be checked yet: rows, features and class counts are those of its documentation, and a download is checked for these alone',
  originals: openMlOriginals({
    id: 1478,
    arff: 'https://www.openml.org/data/download/1589271/php88ZB4Q.arff',
    columns: [...numberedColumns('V', 561), 'target'],
  }),
});
