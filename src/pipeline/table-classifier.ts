/**
 * A trained model: the preparation of the table, the classifier, the decision from its probabilities to classes, and
 * the provenance, in one object and one file.
 */
import * as z from 'zod';
import type { Classifier } from '../classifiers/contract/classifier.js';
import { Argmax } from '../decision/argmax.js';
import type { Decision } from '../decision/decision.js';
import { reviveDecision } from '../decision/decision-kinds.js';
import { InputError } from '../errors.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import { decodeModelFile, encodeModelFile } from '../modelfile/model-format.js';
import { Preparation, type PreparationLimits, type Prepared } from '../tables/preparation/preparation.js';
import type { Table } from '../tables/table.js';
import { firstIssues } from '../text/first-issues.js';
import { findClassifier } from './find-classifier.js';
import { needsOf } from './fit-on-rows.js';
import { type Provenance, ProvenanceSchema } from './provenance.js';

const DescriptionSchema = z.strictObject({
  classifier: z.strictObject({ name: z.string(), state: z.looseObject({ columns: z.int() }) }),
  /** Absent for the default, `argmax`. */
  decision: z.unknown().optional(),
  preparation: z.unknown(),
  provenance: ProvenanceSchema,
});

export interface LoadOptions extends PreparationLimits {
  readonly name: string;
}

/** A classifier with the preparation of its columns and its provenance: the content of a model file. */
export class TableClassifier {
  constructor(
    readonly preparation: Preparation,
    /** Fitted on matrices from `preparation`. */
    readonly classifier: Classifier,
    readonly provenance: Provenance,
    /** From the probabilities of `classifier` to classes; default the most probable one. */
    readonly decision: Decision = new Argmax(),
  ) {}

  /** The labels in the order of the probabilities. */
  get classes(): readonly Label[] {
    return this.classifier.classes;
  }

  /** Prepares the rows of a table for the classifier. Throws `InputError` as `Preparation.prepare`. */
  prepare(table: Table): Prepared<FeatureMatrix> {
    return this.preparation.prepare(table, undefined, needsOf(this.classifier));
  }

  /** The model file: safetensors with a versioned description. The same model gives the same bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const { classifier, decision } = this;
    const description = {
      classifier: { name: classifier.name, state: classifier.toJSON() },
      ...(!(decision instanceof Argmax) && { decision: decision.toJSON() }),
      preparation: this.preparation.toJSON(),
      provenance: this.provenance,
    };
    return encodeModelFile(description, classifier.tensors());
  }

  /**
   * The model that `toBytes()` saved.
   *
   * @param options.name what to call the file in messages, usually its path
   * @param options.memoryLimitBytes most memory that the prepared rows of a table may take; default 2 GiB
   * @throws InputError for bytes that are damaged, not a model of this package, or written by a newer version of it.
   */
  static async fromBytes(bytes: Uint8Array, options: LoadOptions): Promise<TableClassifier> {
    const { name } = options;
    const { description, tensors } = decodeModelFile(bytes, { name });
    const parsed = DescriptionSchema.safeParse(description);
    if (!parsed.success) {
      throw new InputError(`${name} does not describe a model:\n${firstIssues(parsed.error)}`);
    }
    const { classifier: saved, decision, preparation: prepared, provenance } = parsed.data;
    try {
      const preparation = Preparation.fromJSON(prepared, options);
      const features = preparation.featureNames.length;
      const { columns } = saved.state;
      if (columns !== features) {
        throw new InputError(
          `its classifier is for ${columns} columns, but its preparation gives ${features}`,
        );
      }
      const classifier = await findClassifier(saved.name).load(saved.state, tensors);
      if (decision === undefined) return new TableClassifier(preparation, classifier, provenance);
      const revived = reviveDecision(decision, classifier.classes);
      return new TableClassifier(preparation, classifier, provenance, revived);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${name}: ${error.message}`, { cause: error });
    }
  }
}
