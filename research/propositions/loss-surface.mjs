// The loss of a definition on fixed rows as a function of its parameters, with gradient and curvature.
import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';

export class LossSurface {
  #engine;
  #store;
  #program;
  #loss;
  /** Where the vector has parameters: it has padding between them. */
  #used;

  /** @param {import('../../dist/engine/engine.js').Engine} engine */
  constructor(engine, definition, { X, y, classes }) {
    this.#engine = engine;
    this.definition = definition;
    this.classes = classes;
    this.#store = new ParameterStore(engine);
    this.#program = new Program(engine, this.#store, X.rows, 'training');
    const input = this.#program.input(X.columns);
    const targets = { labels: engine.allocateInts(X.rows), weights: engine.allocateFloats(X.rows) };
    this.#loss = definition.record(this.#program, input, targets, classes);
    this.#program.compile();
    engine.floats(input.value, X.data.length).set(X.data);
    engine.ints(targets.labels, X.rows).set(y);
    engine.floats(targets.weights, X.rows).fill(1 / X.rows);
    this.#used = new Uint8Array(this.#store.size);
    for (const { offset, size } of this.places(/./)) this.#used.fill(1, offset, offset + size);
  }

  /** In 64 bits, for small differences; `fast`: in the fastest kernels, in 32 bits. */
  static async create(definition, data, { fast = false } = {}) {
    return new LossSurface(await Engine.create(fast ? undefined : 'typescript-float64'), definition, data);
  }

  release() {
    this.#engine.release();
  }

  /** The vector of all parameters of a snapshot of a network with the same definition, or one with other weights of its losses. */
  pointOf(snapshot) {
    this.#store.restore(Float64Array.from(snapshot));
    return this.#values().slice();
  }

  /** Length of the vector. */
  get size() {
    return this.#store.size;
  }

  #values() {
    return this.#engine.floats(this.#store.values, this.#store.size);
  }

  /** @param {Float64Array | Float32Array} point */
  at(point) {
    this.#values().set(point);
    this.#program.forward();
    this.#program.backward();
    const gradient = Float64Array.from(this.#engine.floats(this.#store.gradients, this.#store.size));
    return { loss: this.#loss.value(), gradient };
  }

  /**
   * The embedding of rows at a point, with running statistics: a function of the point and a snapshot with the statistics.
   * @param {import('../../dist/index.js').Matrix} X
   */
  embeddingOf(X) {
    const program = new Program(this.#engine, this.#store, X.rows, 'inference');
    const input = program.input(X.columns);
    const output = this.definition.embedding(program, input, this.classes);
    program.compile();
    return (point, snapshot) => {
      this.#store.restore(Float64Array.from(snapshot));
      this.#values().set(point);
      this.#engine.floats(input.value, X.data.length).set(X.data);
      program.forward();
      const { columns } = output;
      const data = Float64Array.from(this.#engine.floats(output.value, X.rows * columns));
      return { data, rows: X.rows, columns };
    };
  }

  /** Where the parameters of that name are in a point. @param {RegExp} names */
  places(names) {
    return [...this.#store.parameters()]
      .filter(({ name }) => names.test(name))
      .map(({ offset, size }) => ({ offset, size }));
  }

  /** H v by central differences of the gradient, v of length 1. */
  #curvature(point, v, step) {
    const above = this.at(moved(point, v, step)).gradient;
    const below = this.at(moved(point, v, -step)).gradient;
    return above.map((value, i) => (value - below[i]) / (2 * step));
  }

  /**
   * The largest eigenvalue of the Hessian at a point, from below, by Lanczos's method: power iteration that uses all its steps and
   * not only the last one.
   */
  largestEigenvalue(point, random, { step = 1e-6, iterations = 20 } = {}) {
    const basis = [unit(point.map((_, i) => (this.#used[i] ? random.normal() : 0)))];
    const [diagonal, beside] = [[], []];
    for (;;) {
      const v = basis[basis.length - 1];
      const next = this.#curvature(point, v, step);
      diagonal.push(dot(next, v));
      if (diagonal.length === iterations) break;
      // Twice, against rounding.
      for (let pass = 0; pass < 2; pass++) {
        for (const earlier of basis) {
          const share = dot(next, earlier);
          for (let i = 0; i < next.length; i++) next[i] -= share * earlier[i];
        }
      }
      beside.push(norm(next));
      if (beside[beside.length - 1] < 1e-9) break;
      basis.push(unit(next));
    }
    return largestOfTridiagonal(diagonal, beside);
  }

  /** A random direction in which every parameter array is as long as in the point (Li et al. 2018, by array). */
  directionLike(point, random) {
    const direction = new Float64Array(point.length);
    for (const { offset, size } of this.places(/./)) {
      const part = Float64Array.from({ length: size }, () => random.normal());
      const scale = norm(point.subarray(offset, offset + size)) / norm(part);
      for (let i = 0; i < size; i++) direction[offset + i] = scale * part[i];
    }
    return direction;
  }
}

/** The largest eigenvalue of a symmetric tridiagonal matrix, by bisection on the signs of its pivots. */
function largestOfTridiagonal(diagonal, beside) {
  const radius = (i) => Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0);
  let low = Math.min(...diagonal.map((value, i) => value - radius(i)));
  let high = Math.max(...diagonal.map((value, i) => value + radius(i)));
  const isAboveAll = (x) => {
    let pivot = 1;
    return diagonal.every((value, i) => {
      pivot = value - x - (i === 0 ? 0 : beside[i - 1] ** 2 / pivot);
      return pivot < 0;
    });
  };
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (isAboveAll(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export const norm = (a) => Math.sqrt(dot(a, a));

export function unit(a) {
  const length = norm(a);
  return a.map((value) => value / length);
}

/** point + step * direction */
export const moved = (point, direction, step) => point.map((value, i) => value + step * direction[i]);
