/** A classification report as one JSON object. */
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Provenance } from '../pipeline/provenance.js';

/** Context of the report in the JSON object. */
export interface ReportContext {
  /** Rows of the table: those trained on and those tested on, or those evaluated. */
  readonly rows: number;
  /** Columns of the table without the target. */
  readonly columns: number;
  readonly seconds: number;
  readonly provenance: Provenance;
}

/**
 * The object that `train --json` and `evaluate --json` write. `classes` is the number of classes of the model;
 * `tuning` is present if there was a grid search.
 */
export function reportJson({ metrics, perClass, confusion }: ClassificationReport, context: ReportContext) {
  const { rows, columns, seconds, provenance } = context;
  return {
    rows,
    columns,
    classes: provenance.classes.length,
    protocol: provenance.protocol,
    seed: provenance.seed,
    bestEpoch: provenance.epochs.best,
    seconds,
    metrics,
    perClass,
    confusion,
    ...(provenance.tuning && { tuning: provenance.tuning }),
  };
}
