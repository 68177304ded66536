/** Lymphography: findings in the lymphatic system, and the diagnosis. */
import { describeDataset } from '../dataset-entry.js';
import { openMlOriginals } from '../repositories.js';

export const lymph = describeDataset({
  name: 'lymph',
  title: 'Lymphography',
  task: 'multiclass',
  features: 18,
  classCounts: [
    ['fibrosis', 4],
    ['malign_lymph', 61],
    ['metastases', 81],
    ['normal', 2],
  ],
  targetMeaning: 'diagnosis',
  licence: 'CC BY 4.0',
  citation:
    'Zwitter, M. & Soklic, M. (1988). Lymphography [Dataset]. UCI Machine Learning Repository. https://doi.org/10.24432/C54598',
  page: 'https://www.openml.org/d/10',
  rule: 'none; 15 nominal columns stay text, 3 are numeric',
  paper: { features: 19, imbalanceRatio: 17 },
  differenceFromPaper:
    'none in rows or classes; the paper counts the label among the features; its imbalance ratio (17.0) is not that of the class counts (40.5)',
  checksum: '699d2234ea4b259eadb09371abc5fb495986951e03504bc71ff42cae4f8a9f3d',
  originals: openMlOriginals({
    id: 10,
    arff: 'https://www.openml.org/data/download/10/dataset_10_lymph.arff',
    columns: [
      'lymphatics',
      'block_of_affere',
      'bl_of_lymph_c',
      'bl_of_lymph_s',
      'by_pass',
      'extravasates',
      'regeneration_of',
      'early_uptake_in',
      'lym_nodes_dimin',
      'lym_nodes_enlar',
      'changes_in_lym',
      'defect_in_node',
      'changes_in_node',
      'changes_in_stru',
      'special_forms',
      'dislocation_of',
      'exclusion_of_no',
      'no_of_nodes_in',
      'target',
    ],
  }),
});
