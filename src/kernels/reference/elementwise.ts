/** Plain twins of assembly/elementwise.ts. */
import type { ReferenceMemory } from './memory.js';

export function elementwiseKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;

  function map(n: number, to: number, accumulate: boolean, value: (i: number) => number): void {
    const F = memory.floats;
    const start = index(to);
    for (let i = 0; i < n; i++) F[start + i] = accumulate ? F[start + i] + value(i) : value(i);
  }

  const at = (address: number) => {
    const F = memory.floats;
    const start = index(address);
    return (i: number) => F[start + i];
  };

  return {
    /** The sum of a[i] * b[i] over n elements. */
    dot(n: number, a: number, b: number): number {
      const [A, B] = [at(a), at(b)];
      let sum = 0;
      for (let i = 0; i < n; i++) sum += A(i) * B(i);
      return sum;
    },

    /** y = value */
    fill(n: number, value: number, y: number): void {
      map(n, y, false, () => value);
    },

    /** Whether all n values are finite. */
    allFinite(n: number, x: number): boolean {
      return memory.floats.subarray(index(x), index(x) + n).every(Number.isFinite);
    },

    /** y = a + b */
    add(n: number, a: number, b: number, y: number): void {
      const [A, B] = [at(a), at(b)];
      map(n, y, false, (i) => A(i) + B(i));
    },

    /** y = scale * x [+ y] */
    scaleInto(n: number, scale: number, x: number, y: number, accumulate: boolean): void {
      const X = at(x);
      map(n, y, accumulate, (i) => scale * X(i));
    },

    /** y = a * b [+ y] */
    multiply(n: number, a: number, b: number, y: number, accumulate: boolean): void {
      const [A, B] = [at(a), at(b)];
      map(n, y, accumulate, (i) => A(i) * B(i));
    },

    /** y = x where x > 0, slope * x elsewhere. */
    leakyRelu(n: number, slope: number, x: number, y: number): void {
      const X = at(x);
      map(n, y, false, (i) => (X(i) > 0 ? X(i) : slope * X(i)));
    },

    /** gradX = gradY where x > 0, slope * gradY elsewhere [+ gradX]. */
    leakyReluBackward(
      n: number,
      slope: number,
      x: number,
      gradY: number,
      gradX: number,
      accumulate: boolean,
    ): void {
      const [X, G] = [at(x), at(gradY)];
      map(n, gradX, accumulate, (i) => (X(i) > 0 ? G(i) : slope * G(i)));
    },

    /** y = 1 / (1 + e^-x) */
    sigmoid(n: number, x: number, y: number): void {
      const X = at(x);
      map(n, y, false, (i) => 1 / (1 + Math.exp(-X(i))));
    },

    /** gradX = gradY * y * (1 - y) [+ gradX] */
    sigmoidBackward(n: number, y: number, gradY: number, gradX: number, accumulate: boolean): void {
      const [Y, G] = [at(y), at(gradY)];
      map(n, gradX, accumulate, (i) => G(i) * Y(i) * (1 - Y(i)));
    },

    /** y = tanh(x) */
    tanh(n: number, x: number, y: number): void {
      const X = at(x);
      map(n, y, false, (i) => Math.tanh(X(i)));
    },

    /** gradX = gradY * (1 - y^2) [+ gradX] */
    tanhBackward(n: number, y: number, gradY: number, gradX: number, accumulate: boolean): void {
      const [Y, G] = [at(y), at(gradY)];
      map(n, gradX, accumulate, (i) => G(i) * (1 - Y(i) ** 2));
    },

    /** Copies (or adds) a block of rows x n between row strides. */
    copyBlock(
      rows: number,
      n: number,
      x: number,
      ldx: number,
      y: number,
      ldy: number,
      accumulate: boolean,
    ): void {
      const F = memory.floats;
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < n; j++) {
          const to = index(y) + r * ldy + j;
          const value = F[index(x) + r * ldx + j];
          F[to] = accumulate ? F[to] + value : value;
        }
      }
    },

    /** Row i of y (rows x n) is row indices[i] of x, which also has n columns. */
    gatherRows(rows: number, n: number, x: number, indices: number, y: number): void {
      const F = memory.floats;
      for (let i = 0; i < rows; i++) {
        const from = index(x) + memory.ints[(indices >>> 2) + i] * n;
        F.copyWithin(index(y) + i * n, from, from + n);
      }
    },
  };
}
