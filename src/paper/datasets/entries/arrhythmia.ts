/** Arrhythmia: measurements of electrocardiograms; sinus bradycardia against the rest. */
import { describeDataset } from '../dataset-entry.js';
import { uciArchive, uciOriginal } from '../repositories.js';
import { oneAgainstRest } from '../rules.js';

const PATIENT = ['age', 'sex', 'height', 'weight'];
const INTERVALS = ['QRSduration', 'PRinterval', 'Q-Tinterval', 'Tinterval', 'Pinterval'];
const VECTOR_ANGLES = ['QRS', 'T', 'P', 'QRST', 'J'];
const CHANNELS = ['DI', 'DII', 'DIII', 'AVR', 'AVL', 'AVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
/** The spelling of the data set's own documentation in Weka's collection. */
const WIDTHS = [
  'Qwave',
  'Rwave',
  'Swave',
  'RPwave',
  'SPwave',
  'intrinsicReflecttions',
  'RRwaveExists',
  'DD_RRwaveExists',
  'RPwaveExists',
  'DD_RPwaveExists',
  'RTwaveExists',
  'DD_RTwaveExists',
];
const AMPLITUDES = [
  'JJwaveAmp',
  'QwaveAmp',
  'RwaveAmp',
  'SwaveAmp',
  'RPwaveAmp',
  'SPwaveAmp',
  'PwaveAmp',
  'TwaveAmp',
  'QRSA',
  'QRSTA',
];

const COLUMNS = [
  ...PATIENT,
  ...INTERVALS,
  ...VECTOR_ANGLES,
  'heartrate',
  ...CHANNELS.flatMap((channel) => WIDTHS.map((width) => `ch${channel}_${width}`)),
  ...CHANNELS.flatMap((channel) => AMPLITUDES.map((amplitude) => `ch${channel}_${amplitude}`)),
];

export const arrhythmia = describeDataset({
  name: 'arrhythmia',
  title: 'Arrhythmia',
  task: 'binary',
  features: 278,
  classCounts: [
    ['-1', 427],
    ['1', 25],
  ],
  missingCells: 32,
  targetMeaning: '1 = class 6 (sinus bradycardia), -1 = the rest',
  licence: 'CC BY 4.0',
  citation:
    'Guvenir, H., Acar, B., Muderrisoglu, H. & Quinlan, R. (1998). Arrhythmia [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C5BS32',
  page: 'https://archive.ics.uci.edu/dataset/5/arrhythmia',
  rule: 'drop the vector angle of J, which is missing in 376 of 452 rows; class 6 against the rest, as in the collection of imbalanced-learn',
  paper: { features: 278, imbalanceRatio: 17.2 },
  differenceFromPaper:
    'none in rows, features or classes; which of the 279 columns the collection drops, and how it filled the remaining 32 missing cells, is not known',
  checksum: '770cadf1192041fddaf61c11adb2f1dc1ee441e00bf69bc8dcc7d9f4c0536a29',
  originals: [
    uciOriginal({
      address: uciArchive(5, 'arrhythmia'),
      files: ['arrhythmia.data'],
      columns: [...COLUMNS, 'class'],
      dropped: ['J'],
      target: 'class',
      finish: (table) => oneAgainstRest(table, ['6', '06']),
    }),
  ],
});
