/** A model as the service uses it. */
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { Scorer } from '../scoring/scorer.js';

/** One version of a model file. */
export interface LoadedModel {
  /** Name of the file without its ending: the name in addresses. */
  readonly name: string;
  readonly path: string;
  readonly model: TableClassifier;
  /** 1, and one more with every reload. */
  readonly generation: number;
  readonly loadedAt: Date;
  /** SHA-256 of the file in hexadecimal. */
  readonly checksum: string;
}

/** Requests keep the version that they began with. */
export interface ServedModel extends LoadedModel {
  readonly scorer: Scorer;
}
