import type { CandidateClasses } from './candidate-classes.js';

const NONE = -1;

/** The two classes of each row with the largest ln w_c + ln p_c, kept up to date while weights change one by one. */
export class LeadingClasses {
  readonly #candidates: CandidateClasses;
  readonly #logWeights: Float64Array;
  /** Entries of the candidates; `NONE` where there is no second one. The first of equals leads. */
  readonly #first: Int32Array;
  readonly #second: Int32Array;

  constructor(candidates: CandidateClasses, logWeights: Float64Array) {
    this.#candidates = candidates;
    this.#logWeights = logWeights.slice();
    this.#first = new Int32Array(candidates.rows);
    this.#second = new Int32Array(candidates.rows);
    for (let row = 0; row < candidates.rows; row++) this.#findBoth(row);
  }

  get logWeights(): Float64Array {
    return this.#logWeights.slice();
  }

  logWeight(c: number): number {
    return this.#logWeights[c];
  }

  setLogWeight(c: number, logWeight: number): void {
    if (logWeight === this.#logWeights[c]) return;
    this.#logWeights[c] = logWeight;
    for (const row of this.#candidates.rowsOf[c]) this.#findBoth(row);
  }

  /** The leading class of each row. */
  classes(): Int32Array {
    return this.#first.map((entry) => this.#candidates.ofEntry[entry]);
  }

  /** The class that leads in `row` when `c` is left out; -1 if `c` is its only candidate. */
  otherThan(c: number, row: number): number {
    const entry = this.#entryOtherThan(c, row);
    return entry === NONE ? NONE : this.#candidates.ofEntry[entry];
  }

  /** ln w + ln p of that class; -Infinity if there is none. */
  scoreOtherThan(c: number, row: number): number {
    const entry = this.#entryOtherThan(c, row);
    return entry === NONE ? Number.NEGATIVE_INFINITY : this.#score(entry);
  }

  #entryOtherThan(c: number, row: number): number {
    const first = this.#first[row];
    return this.#candidates.ofEntry[first] === c ? this.#second[row] : first;
  }

  #score(entry: number): number {
    return this.#candidates.logs[entry] + this.#logWeights[this.#candidates.ofEntry[entry]];
  }

  #findBoth(row: number): void {
    const { rowStarts, logs, ofEntry } = this.#candidates;
    let first = NONE;
    let second = NONE;
    let firstScore = Number.NEGATIVE_INFINITY;
    let secondScore = Number.NEGATIVE_INFINITY;
    for (let entry = rowStarts[row]; entry < rowStarts[row + 1]; entry++) {
      const score = logs[entry] + this.#logWeights[ofEntry[entry]];
      if (score > firstScore) {
        second = first;
        secondScore = firstScore;
        first = entry;
        firstScore = score;
      } else if (score > secondScore) {
        second = entry;
        secondScore = score;
      }
    }
    this.#first[row] = first;
    this.#second[row] = second;
  }
}
