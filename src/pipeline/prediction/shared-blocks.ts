/** Blocks of rows in shared memory, which is reused: they need not be copied to each thread. */
import type { FeatureMatrix } from '../../matrix.js';

export class SharedBlocks {
  readonly #free: SharedArrayBuffer[] = [];

  /** A copy of the rows. */
  take(X: FeatureMatrix): FeatureMatrix {
    const { data } = X;
    const place = this.#free.findIndex(({ byteLength }) => byteLength >= data.byteLength);
    const [memory] = place < 0 ? [new SharedArrayBuffer(data.byteLength)] : this.#free.splice(place, 1);
    const { length } = data;
    const copy =
      data instanceof Float64Array
        ? new Float64Array(memory, 0, length)
        : new Float32Array(memory, 0, length);
    copy.set(data);
    return { ...X, data: copy as FeatureMatrix['data'] };
  }

  /** Takes back a block of `take` that is no longer needed. */
  giveBack({ data }: FeatureMatrix): void {
    this.#free.push(data.buffer as unknown as SharedArrayBuffer);
  }
}
