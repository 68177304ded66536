/** The scores of a model as one JSON object. */
import type { ModelScores } from '../pipeline/model-scores.js';
import type { Provenance } from '../pipeline/provenance.js';
import { shownMetrics } from '../pipeline/shown-scores.js';

/** Context of the report in the JSON object. */
export interface ReportContext {
  /** Rows of the table: those trained on and those tested on, or those evaluated. */
  readonly rows: number;
  /** Columns of the table without the target. */
  readonly columns: number;
  readonly seconds: number;
  readonly provenance: Provenance;
  /** Of a training: how the model calibrates and decides, in words, and the notices. */
  readonly training?: {
    readonly calibration: string;
    readonly decision: string;
    readonly notices: readonly string[];
  };
}

/**
 * The object that `train --json` and `evaluate --json` write. `classes` is the number of classes of the model;
 * `metrics`, `perClass` and `confusion` are those of the decided classes, `scores` all others, beside those of the baselines.
 * `tuning` is present if there was a grid search; `calibration`, `decision` and `notices` are those of a training.
 */
export function reportJson({ report, ...scores }: ModelScores, context: ReportContext) {
  const { rows, columns, seconds, provenance } = context;
  const { metrics, perClass, confusion } = report;
  return {
    rows,
    columns,
    classes: provenance.classes.length,
    protocol: provenance.protocol,
    seed: provenance.seed,
    bestEpoch: provenance.epochs.best,
    seconds,
    metrics: shownMetrics(metrics, provenance.protocol),
    perClass,
    confusion,
    scores,
    ...(provenance.tuning && { tuning: provenance.tuning }),
    ...context.training,
  };
}
