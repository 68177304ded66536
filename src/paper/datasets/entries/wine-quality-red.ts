/** Wine quality, red: chemical measurements, and the tasters' score. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciTable } from '../repositories.js';

export const wineQualityRed = describeDataset({
  name: 'wine_quality_red',
  title: 'Wine Quality (red)',
  task: 'multiclass',
  features: 11,
  classCounts: [
    ['3', 10],
    ['4', 53],
    ['5', 681],
    ['6', 638],
    ['7', 199],
    ['8', 18],
  ],
  targetMeaning: 'median of the scores of the tasters, 0 (very bad) to 10',
  licence: 'CC BY 4.0',
  citation:
    'Cortez, P., Cerdeira, A., Almeida, F., Matos, T. & Reis, J. (2009). Wine Quality [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C56S3T',
  page: 'https://archive.ics.uci.edu/dataset/186/wine+quality',
  rule: 'none',
  paper: { features: 12, imbalanceRatio: 68 },
  differenceFromPaper: 'none in rows or classes; the paper counts the label among the features',
  checksum: '8632290983e9f2d2e5a9554b6801d1793df734e91038abd6d9580127f203b88f',
  originals: [uciTable(uciArchive(186, 'wine+quality'), 'winequality-red.csv', 'quality')],
});
