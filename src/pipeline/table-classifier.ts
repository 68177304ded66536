/**
 * A trained model: the preparation of the table, the classifier, the calibration of its probabilities, the decision
 * from these to classes, and the provenance, in one object and one file.
 */
import * as z from 'zod';
import type { Classifier } from '../classifiers/contract/classifier.js';
import { outOfFoldTensors, reviveOutOfFold } from '../classifiers/ensembles/cross-fitting/out-of-fold.js';
import { Argmax } from '../decision/argmax.js';
import { Calibrator } from '../decision/calibration/calibrator.js';
import type { Decision } from '../decision/decision.js';
import { reviveDecision } from '../decision/decision-kinds.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import { InputError } from '../errors.js';
import type { FeatureMatrix, Label, Matrix } from '../matrix.js';
import { decodeModelFile, encodeModelFile } from '../modelfile/model-format.js';
import type { ModelTensor } from '../modelfile/tensor.js';
import { Preparation } from '../tables/preparation/preparation.js';
import type { PreparationLimits, Prepared, PreparedBlocks } from '../tables/preparation/prepare-options.js';
import type { Table } from '../tables/table.js';
import { describeValue } from '../text/describe-value.js';
import { firstIssues } from '../text/first-issues.js';
import { quote } from '../text/name-list.js';
import { checkOptions, OPTION_TYPES, type OptionTypes } from './check-options.js';
import { findClassifier } from './find-classifier.js';
import { needsOf } from './fit-on-rows.js';
import { type Provenance, ProvenanceSchema, provenanceDefect } from './provenance.js';
import { reviveRowRules, rowRuleTensors } from './saved-row-rules.js';
import {
  recordTensors,
  reviveRecord,
  SavedProfilesSchema,
  type TrainingRecord,
} from './training-record/training-record.js';

/** The description in a model file, of which other schemas check the parts. */
export const ModelDescriptionSchema = z.strictObject({
  classifier: z.strictObject({
    name: z.string(),
    state: z.looseObject({ columns: z.int(), categories: z.array(z.unknown()).optional() }),
  }),
  /** Absent if probabilities are as the classifier gives them. */
  calibration: z.unknown().optional(),
  /** Absent for `argmax`. */
  decision: z.unknown().optional(),
  /** Absent in files before 0.2.0. */
  profiles: SavedProfilesSchema.optional(),
  preparation: z.unknown(),
  provenance: ProvenanceSchema,
});

export interface LoadOptions extends PreparationLimits {
  readonly name: string;
}

export const LOAD_OPTION_TYPES: OptionTypes<LoadOptions> = {
  name: { ...OPTION_TYPES.text, isRequired: true },
  memoryLimitBytes: OPTION_TYPES.number,
};

/** Throws `InputError` unless the classifier was fitted on columns with as many levels as the preparation gives. */
function checkLevels(preparation: Preparation, ofClassifier: readonly unknown[] = []): void {
  const { featureColumns, levels } = preparation;
  const column = levels.findIndex((count, i) => count !== (ofClassifier[i] ?? null));
  if (column < 0) return;
  throw new InputError(
    `it is damaged: column ${quote(featureColumns[column])} has ${levels[column] ?? 'no'} levels in its preparation, but ` +
      `${String(ofClassifier[column] ?? 'no')} in its classifier: copy it again or train again`,
  );
}

/** Before the names of tensors that are not the classifier's. */
const OWN = 'model.';

function splitTensors(tensors: Map<string, ModelTensor>) {
  const own = new Map<string, ModelTensor>();
  const others = new Map<string, ModelTensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(OWN)) own.set(name.slice(OWN.length), tensor);
    else others.set(name, tensor);
  }
  return { own, others };
}

/** The parts of a model. */
export interface ModelParts {
  readonly preparation: Preparation;
  /** Fitted on matrices from `preparation`. */
  readonly classifier: Classifier;
  readonly provenance: Provenance;
  /** Of the probabilities of `classifier`; default none. */
  readonly calibrator?: Calibrator;
  /** From calibrated probabilities to classes; default the most probable one. */
  readonly decision?: Decision;
  /**
   * What `classifier` predicts for its training rows out of fold, before calibration: another decision can be fitted on
   * it. Default: what the classifier itself keeps.
   */
  readonly outOfFold?: OutOfFoldRows;
  /** Of the training table, for explanations; default none. */
  readonly record?: TrainingRecord;
}

/** A classifier with the preparation of its columns, its calibration, its decision and its provenance. */
export class TableClassifier {
  readonly preparation: Preparation;
  readonly classifier: Classifier;
  readonly provenance: Provenance;
  readonly calibrator: Calibrator;
  readonly decision: Decision;
  readonly outOfFold: OutOfFoldRows | undefined;
  readonly record: TrainingRecord | undefined;

  constructor({ preparation, classifier, provenance, ...rest }: ModelParts) {
    this.preparation = preparation;
    this.classifier = classifier;
    this.provenance = provenance;
    this.calibrator = rest.calibrator ?? Calibrator.none;
    this.decision = rest.decision ?? new Argmax();
    this.outOfFold = rest.outOfFold ?? classifier.outOfFold;
    this.record = rest.record;
  }

  /** The labels in the order of the probabilities. */
  get classes(): readonly Label[] {
    return this.classifier.classes;
  }

  /** Prepares the rows of a table for the classifier. Throws `InputError` as `Preparation.prepare`. */
  prepare(table: Table): Prepared<FeatureMatrix> {
    return this.preparation.prepare(table, undefined, needsOf(this.classifier));
  }

  /** Prepares a table that comes in blocks for the classifier. */
  prepareBlocks(): PreparedBlocks {
    return this.preparation.blocks(needsOf(this.classifier));
  }

  /** The calibrated probabilities of rows that the classifier predicted, rows x classes. */
  calibrated(probabilities: Matrix): Matrix {
    return this.calibrator.transform(probabilities);
  }

  /** The model file: safetensors with a versioned description. The same model gives the same bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const { classifier, calibrator, decision, outOfFold, record } = this;
    const tensors = new Map(classifier.tensors());
    const own = [
      ...(outOfFold && classifier.outOfFold === undefined ? outOfFoldTensors(outOfFold) : []),
      ...(outOfFold ? rowRuleTensors(outOfFold) : []),
      ...(record ? recordTensors(record) : []),
    ];
    for (const [name, tensor] of own) tensors.set(`${OWN}${name}`, tensor);
    const description = {
      classifier: { name: classifier.name, state: classifier.toJSON() },
      ...(!calibrator.isIdentity && { calibration: calibrator.toJSON() }),
      ...(!(decision instanceof Argmax) && { decision: decision.toJSON() }),
      ...(record && { profiles: record.profiles }),
      preparation: this.preparation.toJSON(),
      // In the order of the schema, as after loading.
      provenance: ProvenanceSchema.parse(this.provenance),
    };
    return encodeModelFile(description, tensors);
  }

  /**
   * The model that `toBytes()` saved.
   *
   * @param options.name what to call the file in messages, usually its path
   * @param options.memoryLimitBytes most memory that the prepared rows of a table may take; default 2 GiB
   * @throws InputError for bytes that are damaged, not a model of this package, or written by a newer version of it.
   */
  static async fromBytes(bytes: Uint8Array, options: LoadOptions): Promise<TableClassifier> {
    checkOptions('TableClassifier.fromBytes', options, LOAD_OPTION_TYPES);
    const { name } = options;
    if (!(bytes instanceof Uint8Array)) {
      throw new InputError(
        `TableClassifier.fromBytes needs the bytes of a model file as a Uint8Array, but got ${describeValue(bytes)}`,
      );
    }
    const { description, tensors } = decodeModelFile(bytes, { name });
    const parsed = ModelDescriptionSchema.safeParse(description);
    if (!parsed.success) {
      throw new InputError(`${name} does not describe a model:\n${firstIssues(parsed.error)}`);
    }
    const {
      classifier: saved,
      calibration,
      decision,
      profiles,
      preparation: prepared,
      provenance,
    } = parsed.data;
    try {
      const preparation = Preparation.fromJSON(prepared, options);
      const features = preparation.featureNames.length;
      const { columns } = saved.state;
      if (columns !== features) {
        throw new InputError(
          `its classifier is for ${columns} columns, but its preparation gives ${features}`,
        );
      }
      checkLevels(preparation, saved.state.categories);
      const { own, others } = splitTensors(tensors);
      const classifier = await findClassifier(saved.name).load(saved.state, others);
      const { classes } = classifier;
      const defect = provenanceDefect(provenance, { classes, target: preparation.target });
      if (defect !== undefined) throw new InputError(`its provenance is damaged: ${defect}`);
      const outOfFold = reviveOutOfFold(own, classes.length, 'model') ?? classifier.outOfFold;
      return new TableClassifier({
        preparation,
        classifier,
        provenance,
        calibrator: calibration === undefined ? undefined : Calibrator.revive(calibration, classes.length),
        decision: decision === undefined ? undefined : reviveDecision(decision, classes),
        outOfFold: outOfFold && { ...outOfFold, ...reviveRowRules(own, outOfFold.y.length) },
        record: reviveRecord(profiles, own, { columns, classes: classes.length, form: classifier.form }),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${name}: ${error.message}`, { cause: error });
    }
  }
}
