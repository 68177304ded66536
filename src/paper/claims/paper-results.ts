/**
 * The paper's score of a model or an ablation on a data set, corrected where a cell measures something other than
 * its heading says, with a note of the correction.
 */
import {
  ABLATION_ROWS,
  MODEL_ROWS,
  PAPER_DATASETS,
  PAPER_METRICS,
  type PaperMetric,
} from './paper-tables.js';

/** Scores as the paper means them, in [0, 1]; a metric whose cell measures something else is missing. */
export type PaperScores = Partial<Record<PaperMetric, number>>;

export interface PaperRow {
  readonly scores: PaperScores;
  /** Notes on this row, in whole sentences. */
  readonly marks: readonly string[];
}

/** The kinds of the paper's models (section 4.4): machine learning, deep and graph networks. */
export type PaperModelKind = 'proposed' | 'machine learning' | 'deep' | 'graph';

/** The models of Tables 2 and 3, by the names of this package's classifiers. */
export const PAPER_MODELS: ReadonlyMap<string, { readonly printed: string; readonly kind: PaperModelKind }> =
  new Map([
    ['qcl-mixnet', { printed: 'QCL-MixNet', kind: 'proposed' }],
    ['xgboost', { printed: 'XGBoost', kind: 'machine learning' }],
    ['balanced-random-forest', { printed: 'Balanced RF', kind: 'machine learning' }],
    ['svm-smote', { printed: 'SVM (SMOTE)', kind: 'machine learning' }],
    ['decision-tree', { printed: 'DT', kind: 'machine learning' }],
    ['random-forest', { printed: 'RF', kind: 'machine learning' }],
    ['gradient-boosting', { printed: 'GB', kind: 'machine learning' }],
    ['logistic-regression', { printed: 'LR', kind: 'machine learning' }],
    ['knn', { printed: 'KNN', kind: 'machine learning' }],
    ['bigru', { printed: 'BiGRU', kind: 'deep' }],
    ['gru', { printed: 'GRU', kind: 'deep' }],
    ['lstm', { printed: 'LSTM', kind: 'deep' }],
    ['bilstm', { printed: 'BiLSTM', kind: 'deep' }],
    ['cnn', { printed: 'CNN', kind: 'deep' }],
    ['mlp', { printed: 'MLP', kind: 'deep' }],
    ['resnet', { printed: 'ResNet', kind: 'deep' }],
    ['gcn', { printed: 'GCN', kind: 'graph' }],
    ['graphsage', { printed: 'GraphSAGE', kind: 'graph' }],
    ['gat', { printed: 'GAT', kind: 'graph' }],
    ['gin', { printed: 'GIN', kind: 'graph' }],
    ['jknet', { printed: 'JKNet', kind: 'graph' }],
  ]);

/** The model that the paper proposes. */
export const PROPOSED = 'qcl-mixnet';

const WEIGHTED =
  'Table 3 prints weighted averages for minerals (its recall equals its accuracy in every row); ' +
  'the macro scores here are from Table 5.';
const WEIGHTED_ONLY =
  'Table 3 prints weighted averages for minerals, so there are no macro scores to compare with.';
const ROTATED =
  'Table 3 prints the columns of one-hundred-plants-texture rotated (precision, recall, F1, accuracy); ' +
  'they are put in order here.';
const SATIMAGE_ABLATION =
  'Table 5 prints .91 as the macro F1 of the full model on satimage, Table 3 prints .89; ' +
  'in Table 5 it equals the accuracy in three of four rows, so it may be a weighted average.';
const SUSPECT_NINE = 'Table 2 prints .9 where .95 may be meant.';
const SUSPECT_NINE_WHERE =
  'Table 2 prints .9 as the macro F1 of BiLSTM and GraphSAGE on isolet, where .95 may be meant: with it Table 6 recomputes as printed.';

/** The notes on cells that are misprinted or measure something else. */
export const paperSlipNotes: readonly string[] = [
  WEIGHTED_ONLY,
  ROTATED,
  SATIMAGE_ABLATION,
  SUSPECT_NINE_WHERE,
];

/** Cells that are probably misprints. */
export const SUSPECT_CELLS: readonly {
  readonly model: string;
  readonly dataset: string;
  readonly metric: PaperMetric;
}[] = [
  { model: 'BiLSTM', dataset: 'isolet', metric: 'macroF1' },
  { model: 'GraphSAGE', dataset: 'isolet', metric: 'macroF1' },
];

/**
 * The paper's row for a model of Tables 2 and 3, undefined if there is none.
 *
 * @param model the name in the paper, for example `SVM (SMOTE)`
 * @param dataset the name in this package, for example `satimage_multi`
 */
export function paperModelRow(model: string, dataset: string): PaperRow | undefined {
  const printed = cells(MODEL_ROWS, model, dataset);
  if (printed === undefined) return undefined;
  if (dataset === 'minerals') {
    const full = model === 'QCL-MixNet' ? cells(ABLATION_ROWS, 'full', dataset) : undefined;
    return full === undefined
      ? { scores: { accuracy: printed.accuracy }, marks: [WEIGHTED_ONLY] }
      : { scores: full, marks: [WEIGHTED] };
  }
  if (dataset === 'one_hundred_plants_texture') return { scores: rotateBack(printed), marks: [ROTATED] };
  const suspect = SUSPECT_CELLS.some((cell) => cell.model === model && cell.dataset === dataset);
  return { scores: printed, marks: suspect ? [SUSPECT_NINE] : [] };
}

/** The paper's row for one of this package's classifiers; undefined if the paper does not have it. */
export function paperRow(classifier: string, dataset: string): PaperRow | undefined {
  const model = PAPER_MODELS.get(classifier);
  return model === undefined ? undefined : paperModelRow(model.printed, dataset);
}

/** The row of Tables 4 and 5 for QCL-MixNet without a part (or `full`); undefined for other data sets. */
export function paperAblationRow(without: string, dataset: string): PaperRow | undefined {
  const scores = cells(ABLATION_ROWS, without, dataset);
  if (scores === undefined) return undefined;
  return { scores, marks: dataset === 'satimage_multi' ? [SATIMAGE_ABLATION] : [] };
}

/** The drop of macro F1 without a part in Tables 4 and 5; undefined for other data sets and parts. */
export function paperDrop(without: string, dataset: string): number | undefined {
  const full = paperAblationRow('full', dataset)?.scores.macroF1;
  const variant = paperAblationRow(without, dataset)?.scores.macroF1;
  return full === undefined || variant === undefined ? undefined : full - variant;
}

/** `paperDrop` as a part of the full model's macro F1. */
export function paperDropShare(without: string, dataset: string): number | undefined {
  const full = paperAblationRow('full', dataset)?.scores.macroF1;
  const drop = paperDrop(without, dataset);
  return full === undefined || drop === undefined ? undefined : drop / full;
}

function cells(
  tables: Readonly<Record<PaperMetric, string>>,
  row: string,
  dataset: string,
): Record<PaperMetric, number> | undefined {
  const column = PAPER_DATASETS.findIndex(({ name }) => name === dataset);
  if (column < 0) return undefined;
  const scores: PaperScores = {};
  for (const metric of PAPER_METRICS) {
    const hundredths = parsed(tables[metric]).get(row)?.[column];
    if (hundredths === undefined) return undefined;
    scores[metric] = hundredths / 100;
  }
  return scores as Record<PaperMetric, number>;
}

function rotateBack(printed: Record<PaperMetric, number>): PaperScores {
  const { accuracy, macroPrecision, macroRecall, macroF1 } = printed;
  return { accuracy: macroF1, macroPrecision: accuracy, macroRecall: macroPrecision, macroF1: macroRecall };
}

const rowsOf = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The rows of a table, cached. */
function parsed(text: string): ReadonlyMap<string, readonly number[]> {
  const known = rowsOf.get(text);
  if (known !== undefined) return known;
  const lines = text.trim().split('\n');
  const rows = new Map(
    lines.map((line) => {
      const [name, numbers] = line.split('|');
      return [name.trim(), numbers.trim().split(/\s+/).map(Number)] as const;
    }),
  );
  rowsOf.set(text, rows);
  return rows;
}
