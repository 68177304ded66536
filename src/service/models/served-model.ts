/** A model of the service, as one version of its file. */
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { Scorer } from '../scoring/scorer.js';

export interface ServedModel {
  /** The file's name without its ending. */
  readonly name: string;
  readonly path: string;
  readonly model: TableClassifier;
  readonly scorer: Scorer;
  /** 1, and one more with every reload. */
  readonly generation: number;
  readonly loadedAt: Date;
  /** SHA-256 of the file, in hexadecimal. */
  readonly checksum: string;
}
