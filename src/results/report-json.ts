/** A classification report as one JSON object. */
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { Provenance } from '../pipeline/provenance.js';

/** What surrounds the report in the JSON object. */
export interface ReportContext {
  /** Rows of the table: those trained on and those tested on, or those evaluated. */
  readonly rows: number;
  /** Feature columns of the table, the target not counted. */
  readonly columns: number;
  readonly seconds: number;
  readonly provenance: Provenance;
}

/**
 * The one object that `train --json` and `evaluate --json` write. `classes` is how many the model knows;
 * `tuning` is there if the model's options were searched for.
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
