/** What a request gets for each of its rows. */

import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import type { Executor } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';
import { reasonsOf, reasonText } from '../../pipeline/explanation/reason-text.js';
import { RowExplainer } from '../../pipeline/explanation/row-explainer.js';
import { detectNovelty, NOVELTY_LEVEL } from '../../pipeline/novelty/detect-novelty.js';
import type { RowPrediction } from '../../pipeline/predict-rows.js';
import { tableOfRows } from '../../pipeline/rows-table.js';
import type { Table } from '../../tables/table.js';
import { ServiceError } from '../errors/service-error.js';
import type { ServedModel } from '../models/served-model.js';
import type { PredictRequestOptions } from '../schemas/answer-options.js';
import type { ServedRow, SinglePredictions } from '../scoring/scorer.js';

export interface Reason {
  readonly column: string;
  /** As typed; null if it is missing. */
  readonly value: string | null;
  /** What it adds for the class of `reasonsAbout`, on its scale. */
  readonly contribution: number;
  /** The same in words: `amount 1240 is high: odds x3.3`. */
  readonly text: string;
}

/** What the contributions of a row are about. */
export interface ReasonsAbout {
  /** The positive class of two, otherwise the most probable one of the row: not always the prediction. */
  readonly label: Label;
  readonly scale: ContributionScale;
}

export interface RowAnswer extends RowPrediction {
  /** With `reasons`. */
  readonly reasonsAbout?: ReasonsAbout;
  /** With `reasons`: the largest first. */
  readonly reasons?: readonly Reason[];
  /** With `novelty`. */
  readonly novelty?: { readonly pValue: number; readonly isNovel: boolean };
}

export interface Answers {
  readonly rows: readonly RowAnswer[];
  readonly notices: readonly string[];
}

/** Explanations take long, so a request has at most so many. */
export const MOST_EXPLAINED_ROWS = 500;

/** @throws InputError as `predictRows`; ServiceError for too many rows with reasons */
export async function answerRows(
  { model, scorer }: ServedModel,
  rows: readonly ServedRow[],
  { reasons, novelty, ...options }: PredictRequestOptions,
  executor: Executor | undefined,
): Promise<Answers> {
  const notices: string[] = [];
  const predictions = await scorer.predict(rows, { ...options, onNotice: (notice) => notices.push(notice) });
  if ((reasons === undefined && !novelty) || rows.length === 0) return { rows: predictions, notices };
  const table = tableOfRows(model.preparation, rows);
  return withExtras(model, table, { predictions, notices }, { reasons, novelty }, executor);
}

/** The same for the rows of a table. */
export async function answerTable(
  { model, scorer }: ServedModel,
  table: Table,
  { reasons, novelty, ...options }: PredictRequestOptions,
  executor: Executor | undefined,
): Promise<Answers> {
  const found = await scorer.predictTable(table, { ...options, ...(executor && { executor }) });
  return withExtras(model, table, found, { reasons, novelty }, executor);
}

async function withExtras(
  model: ServedModel['model'],
  table: Table,
  { predictions, notices }: SinglePredictions,
  { reasons, novelty }: Pick<PredictRequestOptions, 'reasons' | 'novelty'>,
  executor: Executor | undefined,
): Promise<Answers> {
  let rows: RowAnswer[] = predictions;
  const found = [...notices];
  if (reasons !== undefined) {
    checkExplained(table.rows);
    const explainer = new RowExplainer(model, table, { ...(executor && { executor }) });
    const explained = await explainer.explain(Int32Array.from({ length: table.rows }, (_, row) => row));
    const { scale } = explained;
    rows = rows.map((row, i) => ({
      ...row,
      reasonsAbout: { label: explained.rows[i].label, scale },
      reasons: reasonsOf(explained.rows[i].columns, scale, reasons).map((each) => ({
        column: each.column,
        value: each.value ?? null,
        contribution: each.contribution,
        text: reasonText(each, scale),
      })),
    }));
    found.push(...explained.notices);
  }
  if (novelty !== undefined && novelty !== false) {
    const level = novelty === true ? NOVELTY_LEVEL : novelty;
    const novel = await detectNovelty(model, table, { level });
    rows = rows.map((row, i) => {
      const { pValue, isNovel } = novel.rows[i];
      return { ...row, novelty: { pValue, isNovel } };
    });
    found.push(...novel.notices);
  }
  return { rows, notices: [...new Set(found)] };
}

/** @throws ServiceError for more rows than are explained at once */
export function checkExplained(rows: number): void {
  if (rows <= MOST_EXPLAINED_ROWS) return;
  throw new ServiceError(
    'too_large',
    `${rows} rows are too many for reasons: ask for at most ${MOST_EXPLAINED_ROWS} at once`,
  );
}
