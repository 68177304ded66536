/** A fitted k nearest neighbours model: the training rows, which vote for their classes. */
import * as z from 'zod';
import { type Matrix, rowsBetween } from '../../matrix.js';
import { ApproximateNeighbours } from '../../neighbours/approximate/approximate-neighbours.js';
import { NearestNeighbours } from '../../neighbours/nearest-neighbours.js';
import { isApproximate, type NeighbourSearchName } from '../../neighbours/row-neighbours.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { damaged, parseSaved, requireBetween, requireData } from '../contract/saved-classifier.js';

/** Saved state besides the arrays. */
const knnState = z.object({ rows: z.int().min(1), classes: z.int().min(2) });

/** Most neighbours listed at once: 48 MiB. */
const MOST_NEIGHBOURS = 2 ** 22;

/** Seed of an approximate index: always the same, so that a loaded model predicts as the fitted one. */
const INDEX_SEED = 0;

/** Number and weighting of the votes. */
export interface Voting {
  readonly k: number;
  readonly weights: 'uniform' | 'distance';
  readonly neighbourSearch: NeighbourSearchName;
}

/** The training rows; each has a class index and a positive factor for its vote. */
export interface Voters {
  readonly X: Matrix;
  readonly y: Int32Array;
  readonly factors: Float64Array;
}

export class KnnModel implements FittedModel {
  private constructor(
    private readonly search: NearestNeighbours | ApproximateNeighbours,
    private readonly voters: Voters,
    private readonly classes: number,
    private readonly voting: Voting,
  ) {}

  /** Keeps the arrays of `voters`, which must not change afterwards. */
  static async create(voters: Voters, classes: number, voting: Voting): Promise<KnnModel> {
    const { X } = voters;
    const { k, neighbourSearch } = voting;
    const search = isApproximate(neighbourSearch, X.rows)
      ? await ApproximateNeighbours.create(X, { neighbours: k, seed: INDEX_SEED })
      : await NearestNeighbours.create(X);
    return new KnnModel(search, voters, classes, voting);
  }

  static async revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
    voting: Voting,
    name: string,
  ): Promise<KnnModel> {
    const { rows, classes } = parseSaved(knnState, saved, name);
    if (classes !== shape.classes) {
      throw damaged(name, `its labels have ${classes} classes, not ${shape.classes}`);
    }
    const x = requireData(tensors, 'rows', [rows, shape.columns], name, 'F32');
    const y = requireData(tensors, 'labels', [rows], name, 'I32');
    const factors = requireData(tensors, 'factors', [rows], name, 'F64');
    if (y.some((label) => label < 0 || label >= classes)) throw damaged(name, 'a label is not a class index');
    // Relative to the largest, and positive, so that the votes for a row never sum to 0.
    requireBetween(factors, Number.MIN_VALUE, 1, 'factors', name);
    const X = { data: x, rows, columns: shape.columns };
    return KnnModel.create({ X, y, factors }, classes, voting);
  }

  /** Each class's share of the votes. */
  async probabilities(X: Matrix): Promise<Matrix> {
    const { classes, voters, voting } = this;
    const data = new Float32Array(X.rows * classes);
    const step = Math.max(1, Math.floor(MOST_NEIGHBOURS / Math.min(voting.k, voters.X.rows)));
    for (let start = 0; start < X.rows; start += step) {
      const end = Math.min(X.rows, start + step);
      await this.#vote(rowsBetween(X, start, end), data.subarray(start * classes, end * classes));
    }
    return { data, rows: X.rows, columns: classes };
  }

  async #vote(X: Matrix, data: Float32Array): Promise<void> {
    const { classes, voters, voting } = this;
    const { k, indices, distances } = await this.search.nearest(X, voting.k);
    const votes = new Float64Array(classes);
    for (let i = 0; i < X.rows; i++) {
      votes.fill(0);
      let total = 0;
      const nearest = distances[i * k];
      for (let j = i * k; j < (i + 1) * k; j++) {
        const vote = voters.factors[indices[j]] * this.#voteAt(distances[j], nearest);
        votes[voters.y[indices[j]]] += vote;
        total += vote;
      }
      for (let c = 0; c < classes; c++) data[i * classes + c] = votes[c] / total;
    }
  }

  toJSON(): Record<string, unknown> {
    return { rows: this.voters.X.rows, classes: this.classes };
  }

  tensors(): Map<string, ModelTensor> {
    const { X, y, factors } = this.voters;
    return new Map<string, ModelTensor>([
      ['rows', { dtype: 'F32', shape: [X.rows, X.columns], data: X.data }],
      ['labels', { dtype: 'I32', shape: [X.rows], data: y }],
      ['factors', { dtype: 'F64', shape: [X.rows], data: factors }],
    ]);
  }

  /** Relative to the nearest neighbour's vote, which keeps votes at tiny distances finite. */
  #voteAt(distance: number, nearest: number): number {
    if (this.voting.weights === 'uniform') return 1;
    return nearest === 0 ? (distance === 0 ? 1 : 0) : nearest / distance;
  }
}
