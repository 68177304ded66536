/** Ecoli: localisation sites of proteins; inner membrane with uncleavable signal sequence against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

export const ecoli = describeDataset({
  name: 'ecoli',
  title: 'Ecoli',
  task: 'binary',
  features: 7,
  classCounts: [
    ['-1', 301],
    ['1', 35],
  ],
  targetMeaning: '1 = class imU (inner membrane, uncleavable signal sequence), -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Nakai, K. (1996). Ecoli [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5388M',
  page: 'https://archive.ics.uci.edu/dataset/39/ecoli',
  rule: 'drop the sequence name; class imU against the rest, as in the collection of imbalanced-learn',
  paper: { features: 7, imbalanceRatio: 8.71 },
  differenceFromPaper: 'none in rows, features or classes',
  checksum: 'ce54f9dbc307257930befb38f563d4d16bc63176e5957b693b5d4983d9f116ef',
  originals: [
    uciOriginal({
      address: uciArchive(39, 'ecoli'),
      files: ['ecoli.data'],
      columns: ['name', 'mcg', 'gvh', 'lip', 'chg', 'aac', 'alm1', 'alm2', 'site'],
      separator: 'blanks',
      dropped: ['name'],
      target: 'site',
      finish: (table) => oneAgainstRest(table, ['imU']),
    }),
  ],
});
