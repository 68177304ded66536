/** Vehicle: silhouettes of four kinds of car. */
import { describeDataset } from '../dataset-entry.js';
import { openMlOriginals } from '../repositories.js';

export const vehicle = describeDataset({
  name: 'vehicle',
  title: 'Statlog (Vehicle Silhouettes)',
  task: 'multiclass',
  features: 18,
  classCounts: [
    ['bus', 218],
    ['opel', 212],
    ['saab', 217],
    ['van', 199],
  ],
  targetMeaning: 'kind of vehicle',
  licence: 'CC BY 4.0',
  citation:
    'Mowforth, P. & Shepherd, B. (1987). Statlog (Vehicle Silhouettes) [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5HG6N',
  page: 'https://www.openml.org/d/54',
  rule: 'none',
  paper: { features: 19, imbalanceRatio: 1.1 },
  differenceFromPaper: 'none in rows or classes; the paper counts the label among the features',
  checksum: '9f86c5e3d73b7ae358ace579822adeaa17dce490f489f5a02aca04d069bce73c',
  originals: openMlOriginals({
    id: 54,
    arff: 'https://www.openml.org/data/download/54/dataset_54_vehicle.arff',
    columns: [
      'COMPACTNESS',
      'CIRCULARITY',
      'DISTANCE CIRCULARITY',
      'RADIUS RATIO',
      'PR.AXIS ASPECT RATIO',
      'MAX.LENGTH ASPECT RATIO',
      'SCATTER RATIO',
      'ELONGATEDNESS',
      'PR.AXIS RECTANGULARITY',
      'MAX.LENGTH RECTANGULARITY',
      'SCALED VARIANCE_MAJOR',
      'SCALED VARIANCE_MINOR',
      'SCALED RADIUS OF GYRATION',
      'SKEWNESS ABOUT_MAJOR',
      'SKEWNESS ABOUT_MINOR',
      'KURTOSIS ABOUT_MAJOR',
      'KURTOSIS ABOUT_MINOR',
      'HOLLOWS RATIO',
      'target',
    ],
  }),
});
