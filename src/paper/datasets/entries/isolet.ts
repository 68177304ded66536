/** Isolet: spoken letters; A and B against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { numberedColumns, openMlOriginals } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

export const isolet = describeDataset({
  name: 'isolet',
  title: 'ISOLET',
  task: 'binary',
  features: 617,
  classCounts: [
    ['-1', 7197],
    ['1', 600],
  ],
  targetMeaning: '1 = letters A and B (classes 1 and 2), -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Cole, R. & Fanty, M. (1991). ISOLET [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C51G69',
  page: 'https://archive.ics.uci.edu/dataset/54/isolet',
  rule: 'all five groups of speakers; classes 1 and 2 against the rest, as in the collection of imbalanced-learn',
  paper: { features: 617, imbalanceRatio: 12 },
  differenceFromPaper: 'none in rows, features or classes',
  checksum: '345e5889259d06df882caa502ce355c63f2238c095de57d1b6816407e6e54313',
  originals: openMlOriginals({
    id: 300,
    arff: 'https://www.openml.org/data/download/52405/phpB0xrNj',
    columns: [...numberedColumns('f', 617), 'target'],
    finish: (table) => oneAgainstRest(table, ['1', '2']),
  }),
});
