/** Wine quality, white: chemical measurements, and the tasters' score. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciTable } from '../repositories.js';

export const wineQualityWhite = describeDataset({
  name: 'wine_quality_white',
  title: 'Wine Quality (white)',
  task: 'multiclass',
  features: 11,
  classCounts: [
    ['3', 20],
    ['4', 163],
    ['5', 1457],
    ['6', 2198],
    ['7', 880],
    ['8', 175],
    ['9', 5],
  ],
  targetMeaning: 'median of the scores of the tasters, 0 (very bad) to 10',
  licence: 'CC BY 4.0',
  citation:
    'Cortez, P., Cerdeira, A., Almeida, F., Matos, T. & Reis, J. (2009). Wine Quality [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C56S3T',
  page: 'https://archive.ics.uci.edu/dataset/186/wine+quality',
  rule: 'none',
  paper: { features: 12, imbalanceRatio: 440 },
  differenceFromPaper:
    'none in rows or classes; the paper counts the label among the features; OpenML numbers the same classes 1 to 7',
  checksum: '1ed8e720729589962f7b89a1836a1a1e1e267c5bac80f979695b06dbbf27193c',
  originals: [uciTable(uciArchive(186, 'wine+quality'), 'winequality-white.csv', 'quality')],
});
