/** Satimage with all six soils, from OpenML: standardised column by column, with five rows fewer. */
import { describeDataset } from '../dataset-entry.js';
import { openMlOriginals } from '../repositories.js';
import { renameLabels } from '../rules.js';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];

/** OpenML's names: Aattr to Fattr, then A1attr, B2attr and so on up to F30attr. */
function bands(): string[] {
  const numbered = Array.from({ length: 30 }, (_, i) => `${LETTERS[i % LETTERS.length]}${i + 1}attr`);
  return [...LETTERS.map((letter) => `${letter}attr`), ...numbered];
}

/** The ARFF file writes the codes as `1.` to `7.`; copies of it write `1` to `7`. */
const SOILS = new Map(
  ['1', '2', '3', '4', '5', '7'].flatMap(
    (code) =>
      [
        [code, code],
        [`${code}.`, code],
      ] as const,
  ),
);

export const satimageMulti = describeDataset({
  name: 'satimage_multi',
  title: 'Statlog (Landsat Satellite), OpenML 182',
  task: 'multiclass',
  features: 36,
  classCounts: [
    ['1', 1531],
    ['2', 703],
    ['3', 1356],
    ['4', 625],
    ['5', 707],
    ['7', 1508],
  ],
  targetMeaning:
    'soil: 1 red, 2 cotton crop, 3 grey, 4 damp grey, 5 with vegetation stubble, 7 very damp grey (UCI codes)',
  licence: 'CC BY 4.0',
  citation:
    'Srinivasan, A. (1993). Statlog (Landsat Satellite) [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C55887',
  page: 'https://www.openml.org/d/182',
  rule: 'none; the values are standardised in the original',
  paper: { features: 37, imbalanceRatio: 2.45 },
  differenceFromPaper: 'none in rows or classes; the paper counts the label among the features',
  checksum: 'e07a85121d9f193f434e2578d292ac83b806827e93c36c396ba952799153e7df',
  originals: openMlOriginals({
    id: 182,
    arff: 'https://www.openml.org/data/download/3619/dataset_186_satimage.arff',
    columns: [...bands(), 'target'],
    finish: (table) => renameLabels(table, SOILS),
  }),
});
