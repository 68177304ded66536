/** What the splitters by two sums share: the sums of a node, its value, its gain. */
import type { MomentScore } from './moments.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';

export abstract class NodeMoments implements Splitter {
  /** Sums of the node's rows. */
  protected a = 0;
  protected b = 0;
  protected start = 0;
  protected end = 0;
  pure = false;

  constructor(
    readonly rows: Int32Array,
    readonly moments: Float64Array,
    readonly score: MomentScore,
  ) {}

  get weight(): number {
    return this.b;
  }

  open({ start, end }: OpenNode): void {
    const { rows, moments } = this;
    let [a, b, squares] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      const at = 2 * rows[i];
      a += moments[at];
      b += moments[at + 1];
      squares += (moments[at] * moments[at]) / moments[at + 1];
    }
    this.a = a;
    this.b = b;
    this.start = start;
    this.end = end;
    // Not worth dividing: scikit-learn's bound for the variance, or what rounding leaves of equal targets.
    const variance = squares / b - (a / b) ** 2;
    this.pure =
      this.score.criterion.kind === 'friedman-mse' &&
      variance <= Number.EPSILON * Math.max(1, (16 * squares) / b);
  }

  writeValue(value: Float32Array): void {
    value[0] = this.score.value(this.a, this.b);
  }

  abstract search(feature: number, best: BestSplit): boolean;

  gain(score: number): number {
    return this.score.gain(score, this.a, this.b);
  }

  enough(gain: number): boolean {
    return this.score.enough(gain);
  }

  divide(_node: OpenNode, _left: OpenNode, _right: OpenNode): void {}

  close(_node: OpenNode): void {}
}
