// A variational quantum circuit as an exact state vector. On qubits that start in |0>: RY(angle) of the row on each, then
// in each layer RZ and RY with trained angles on each qubit and a ring of CNOT or CZ gates; measured is Z of each qubit.
//
// Four rows are simulated together, one in each lane: an amplitude is a vector of four real parts and one of four
// imaginary parts. Bit j of an amplitude's index is the value of qubit j. All RZ of a layer are one diagonal, `phases`,
// which has the signs of the ring before it; the ring itself only moves amplitudes: ring[i] is the index, before the
// ring, of the amplitude that gets index i, or its complement ~index if the sign changes.
import { madd, sumLanes } from './simd';

/** Bytes of a vector, and of the complex amplitude of four rows. */
const VECTOR: usize = 16;
const AMPLITUDE: usize = 32;
const MOST_QUBITS = 10;

/** For each qubit, of four rows: cosine and sine of half the angle, or a sum. */
const OF_QUBITS = memory.data(MOST_QUBITS * 32, 16);

// @ts-ignore: decorator
@inline
function sourceOf(ring: usize, i: i32): i32 {
  const source = load<i32>(ring + (<usize>i << 2));
  return source ^ (source >> 31);
}

/** The index of the p-th amplitude whose bit of the qubit is 0. */
// @ts-ignore: decorator
@inline
function lowIndex(p: i32, qubit: i32): i32 {
  return ((p >> qubit) << (qubit + 1)) | (p & ((1 << qubit) - 1));
}

/**
 * The gates of trained angles `weights` (layers x qubits x 2, of RZ and of RY): cosines and sines of half the angles of
 * RY, layers x qubits x 2, and the diagonals of the RZ, layers x 2^qubits x 2.
 */
export function circuitGates(
  qubits: i32, layers: i32, weights: usize, ring: usize, rotations: usize, phases: usize,
): void {
  const n = 1 << qubits;
  for (let layer = 0; layer < layers; layer++) {
    store<f32>(phases, 1);
    store<f32>(phases + 4, 0);
    for (let j = 0; j < qubits; j++) {
      const z = load<f32>(weights) * 0.5;
      const c = Mathf.cos(z);
      const s = Mathf.sin(z);
      for (let i = 0; i < 1 << j; i++) {
        const low = phases + (<usize>i << 3);
        const high = phases + (<usize>(i + (1 << j)) << 3);
        const re = load<f32>(low);
        const im = load<f32>(low + 4);
        store<f32>(high, re * c - im * s);
        store<f32>(high + 4, im * c + re * s);
        store<f32>(low, re * c + im * s);
        store<f32>(low + 4, im * c - re * s);
      }
      const y = load<f32>(weights + 4) * 0.5;
      store<f32>(rotations, Mathf.cos(y));
      store<f32>(rotations + 4, Mathf.sin(y));
      weights += 8;
      rotations += 8;
    }
    if (layer > 0) {
      for (let i = 0; i < n; i++) {
        if (load<i32>(ring + (<usize>i << 2)) >= 0) continue;
        const at = phases + (<usize>i << 3);
        store<f32>(at, -load<f32>(at));
        store<f32>(at + 4, -load<f32>(at + 4));
      }
    }
    phases += <usize>n << 3;
  }
}

/** The state of four rows after RY of their angles and the first diagonal; missing rows repeat the last one. */
function encode(count: i32, qubits: i32, angles: usize, phases: usize, state: usize): void {
  for (let j = 0; j < qubits; j++) {
    const at = OF_QUBITS + <usize>j * AMPLITUDE;
    for (let r = 0; r < 4; r++) {
      const half = load<f32>(angles + (<usize>(min(r, count - 1) * qubits + j) << 2)) * 0.5;
      store<f32>(at + (<usize>r << 2), Mathf.cos(half));
      store<f32>(at + VECTOR + (<usize>r << 2), Mathf.sin(half));
    }
  }
  v128.store(state, f32x4.splat(1));
  for (let j = 0; j < qubits; j++) {
    const c = v128.load(OF_QUBITS + <usize>j * AMPLITUDE);
    const s = v128.load(OF_QUBITS + <usize>j * AMPLITUDE + VECTOR);
    for (let i = 0; i < 1 << j; i++) {
      const low = state + <usize>i * AMPLITUDE;
      const value = v128.load(low);
      v128.store(state + <usize>(i + (1 << j)) * AMPLITUDE, f32x4.mul(value, s));
      v128.store(low, f32x4.mul(value, c));
    }
  }
  for (let i = 0; i < 1 << qubits; i++) {
    const at = state + <usize>i * AMPLITUDE;
    const value = v128.load(at);
    v128.store(at, f32x4.mul(value, v128.load32_splat(phases)));
    v128.store(at, f32x4.mul(value, v128.load32_splat(phases + 4)), VECTOR);
    phases += 8;
  }
}

/** The ring and the diagonal behind it. */
function moveAndTurn(qubits: i32, ring: usize, phases: usize, from: usize, to: usize): void {
  for (let i = 0; i < 1 << qubits; i++) {
    const source = from + <usize>sourceOf(ring, i) * AMPLITUDE;
    const re = v128.load(source);
    const im = v128.load(source, VECTOR);
    const c = v128.load32_splat(phases);
    const s = v128.load32_splat(phases + 4);
    v128.store(to, f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, s)));
    v128.store(to, madd(im, c, f32x4.mul(re, s)), VECTOR);
    to += AMPLITUDE;
    phases += 8;
  }
}

/** Undoes `moveAndTurn`. */
function turnAndMoveBack(qubits: i32, ring: usize, phases: usize, from: usize, to: usize): void {
  for (let i = 0; i < 1 << qubits; i++) {
    const target = to + <usize>sourceOf(ring, i) * AMPLITUDE;
    const re = v128.load(from);
    const im = v128.load(from, VECTOR);
    const c = v128.load32_splat(phases);
    const s = v128.load32_splat(phases + 4);
    v128.store(target, madd(re, c, f32x4.mul(im, s)));
    v128.store(target, f32x4.sub(f32x4.mul(im, c), f32x4.mul(re, s)), VECTOR);
    from += AMPLITUDE;
    phases += 8;
  }
}

/** RY with the cosine and sine of half its angle. */
function rotate(qubits: i32, qubit: i32, rotation: usize, state: usize): void {
  const c = v128.load32_splat(rotation);
  const s = v128.load32_splat(rotation + 4);
  const step = AMPLITUDE << qubit;
  for (let p = 0; p < 1 << (qubits - 1); p++) {
    const low = state + <usize>lowIndex(p, qubit) * AMPLITUDE;
    const high = low + step;
    const lowRe = v128.load(low);
    const lowIm = v128.load(low, VECTOR);
    const highRe = v128.load(high);
    const highIm = v128.load(high, VECTOR);
    v128.store(low, f32x4.sub(f32x4.mul(lowRe, c), f32x4.mul(highRe, s)));
    v128.store(low, f32x4.sub(f32x4.mul(lowIm, c), f32x4.mul(highIm, s)), VECTOR);
    v128.store(high, madd(highRe, c, f32x4.mul(lowRe, s)));
    v128.store(high, madd(highIm, c, f32x4.mul(lowIm, s)), VECTOR);
  }
}

/**
 * Undoes `rotate` on the state and on its adjoint; returns the derivative by the angle, the real part of
 * conj(adjoint_1) state_0 - conj(adjoint_0) state_1 summed over all pairs and rows.
 */
function rotateBack(qubits: i32, qubit: i32, rotation: usize, state: usize, adjoint: usize): f32 {
  const c = v128.load32_splat(rotation);
  const s = v128.load32_splat(rotation + 4);
  const step = AMPLITUDE << qubit;
  let plus = f32x4.splat(0);
  let minus = f32x4.splat(0);
  for (let p = 0; p < 1 << (qubits - 1); p++) {
    const offset = <usize>lowIndex(p, qubit) * AMPLITUDE;
    let low = state + offset;
    let high = low + step;
    const lowRe = v128.load(low);
    const lowIm = v128.load(low, VECTOR);
    const highRe = v128.load(high);
    const highIm = v128.load(high, VECTOR);
    v128.store(low, madd(lowRe, c, f32x4.mul(highRe, s)));
    v128.store(low, madd(lowIm, c, f32x4.mul(highIm, s)), VECTOR);
    v128.store(high, f32x4.sub(f32x4.mul(highRe, c), f32x4.mul(lowRe, s)));
    v128.store(high, f32x4.sub(f32x4.mul(highIm, c), f32x4.mul(lowIm, s)), VECTOR);
    low = adjoint + offset;
    high = low + step;
    const adjointLowRe = v128.load(low);
    const adjointLowIm = v128.load(low, VECTOR);
    const adjointHighRe = v128.load(high);
    const adjointHighIm = v128.load(high, VECTOR);
    plus = madd(adjointHighIm, lowIm, madd(adjointHighRe, lowRe, plus));
    minus = madd(adjointLowIm, highIm, madd(adjointLowRe, highRe, minus));
    v128.store(low, madd(adjointLowRe, c, f32x4.mul(adjointHighRe, s)));
    v128.store(low, madd(adjointLowIm, c, f32x4.mul(adjointHighIm, s)), VECTOR);
    v128.store(high, f32x4.sub(f32x4.mul(adjointHighRe, c), f32x4.mul(adjointLowRe, s)));
    v128.store(high, f32x4.sub(f32x4.mul(adjointHighIm, c), f32x4.mul(adjointLowIm, s)), VECTOR);
  }
  return sumLanes(f32x4.sub(plus, minus));
}

/** For each qubit, the sum of the values whose bit is 0 less those whose bit is 1, in OF_QUBITS; overwrites the values. */
function signedSums(qubits: i32, values: usize): void {
  for (let j = qubits - 1; j >= 0; j--) {
    const half = VECTOR << j;
    let sum = f32x4.splat(0);
    for (let at = values; at < values + half; at += VECTOR) {
      const low = v128.load(at);
      const high = v128.load(at + half);
      sum = f32x4.add(sum, f32x4.sub(low, high));
      v128.store(at, f32x4.add(low, high));
    }
    v128.store(OF_QUBITS + <usize>j * AMPLITUDE, sum);
  }
}

/**
 * z (rows x qubits): the expectations of Z of each qubit for the rows of `angles` (rows x qubits).
 *
 * @param states if `keep`, the states before the last ring, which `circuitBackward` takes: 8 * 2^qubits floats for every
 *   four rows; otherwise memory of 8 * 2^qubits floats
 * @param probabilities rows x 2^qubits, of measuring each number, or 0 if they are not wanted
 * @param scratch 8 * 2^qubits floats
 */
export function circuitForward(
  rows: i32, qubits: i32, layers: i32, angles: usize, rotations: usize, phases: usize, ring: usize,
  states: usize, keep: bool, z: usize, probabilities: usize, scratch: usize,
): void {
  const n = 1 << qubits;
  for (let i = 0; i < rows; i += 4) {
    const count = min(4, rows - i);
    // Every ring moves the state to the other place, and it must end in `states`.
    let state = (layers & 1) === 1 ? states : scratch;
    let other = (layers & 1) === 1 ? scratch : states;
    encode(count, qubits, angles, phases, state);
    for (let layer = 0; layer < layers; layer++) {
      if (layer > 0) {
        moveAndTurn(qubits, ring, phases + (<usize>(layer * n) << 3), state, other);
        const free = state;
        state = other;
        other = free;
      }
      for (let j = 0; j < qubits; j++) rotate(qubits, j, rotations + (<usize>(layer * qubits + j) << 3), state);
    }
    for (let k = 0; k < n; k++) {
      const source = state + <usize>sourceOf(ring, k) * AMPLITUDE;
      const re = v128.load(source);
      const im = v128.load(source, VECTOR);
      v128.store(other + (<usize>k << 4), madd(im, im, f32x4.mul(re, re)));
    }
    if (probabilities !== 0) {
      for (let r = 0; r < count; r++) {
        for (let k = 0; k < n; k++) {
          store<f32>(probabilities, load<f32>(other + (<usize>k << 4) + (<usize>r << 2)));
          probabilities += 4;
        }
      }
    }
    signedSums(qubits, other);
    for (let r = 0; r < count; r++) {
      for (let j = 0; j < qubits; j++) {
        store<f32>(z, load<f32>(OF_QUBITS + <usize>j * AMPLITUDE + (<usize>r << 2)));
        z += 4;
      }
    }
    angles += <usize>(4 * qubits) << 2;
    if (keep) states += <usize>n * AMPLITUDE;
  }
}

/**
 * The gradients of `circuitForward` by the adjoint method: with O = sum_j gradZ_j Z_j the adjoint O |state> and the state are
 * taken back through the gates together; exp(-i t G / 2) has the derivative Im <adjoint| G |state>.
 *
 * @param states as `circuitForward` left them; overwritten
 * @param gradAngles rows x qubits, written
 * @param gradWeights layers x qubits x 2, written
 * @param scratch 20 * 2^qubits floats
 */
export function circuitBackward(
  rows: i32, qubits: i32, layers: i32, rotations: usize, phases: usize, ring: usize, states: usize,
  gradZ: usize, gradAngles: usize, gradWeights: usize, scratch: usize,
): void {
  const n = 1 << qubits;
  const values = scratch + ((<usize>n * AMPLITUDE) << 1);
  memory.fill(gradWeights, 0, <usize>(layers * qubits) << 3);
  for (let i = 0; i < rows; i += 4) {
    const count = min(4, rows - i);
    let state = states;
    let adjoint = scratch;
    let free = scratch + <usize>n * AMPLITUDE;
    startAdjoint(count, qubits, ring, state, gradZ, adjoint, values);
    for (let layer = layers - 1; layer >= 0; layer--) {
      const turns = phases + (<usize>(layer * n) << 3);
      const gradients = gradWeights + (<usize>(layer * qubits) << 3);
      for (let j = 0; j < qubits; j++) {
        const at = gradients + (<usize>j << 3) + 4;
        const rotation = rotations + (<usize>(layer * qubits + j) << 3);
        store<f32>(at, load<f32>(at) + rotateBack(qubits, j, rotation, state, adjoint));
      }
      for (let k = 0; k < n; k++) {
        const at = <usize>k * AMPLITUDE;
        const re = f32x4.mul(v128.load(adjoint + at), v128.load(state + at, VECTOR));
        const im = f32x4.mul(v128.load(adjoint + at, VECTOR), v128.load(state + at));
        v128.store(values + (<usize>k << 4), f32x4.sub(re, im));
      }
      signedSums(qubits, values);
      for (let j = 0; j < qubits; j++) {
        const at = gradients + (<usize>j << 3);
        store<f32>(at, load<f32>(at) + sumLanes(v128.load(OF_QUBITS + <usize>j * AMPLITUDE)));
      }
      if (layer === 0) break;
      turnAndMoveBack(qubits, ring, turns, state, free);
      turnAndMoveBack(qubits, ring, turns, adjoint, state);
      const moved = state;
      state = free;
      free = adjoint;
      adjoint = moved;
    }
    gradientOfAngles(count, qubits, phases, state, adjoint, gradAngles);
    gradZ += <usize>(4 * qubits) << 2;
    gradAngles += <usize>(4 * qubits) << 2;
    states += <usize>n * AMPLITUDE;
  }
}

/** O |state>, O before the last ring: the sum of +-gradZ, by the bits of the index behind the ring; 0 for missing rows. */
function startAdjoint(
  count: i32, qubits: i32, ring: usize, state: usize, gradZ: usize, adjoint: usize, values: usize,
): void {
  v128.store(values, f32x4.splat(0));
  for (let j = 0; j < qubits; j++) {
    for (let r = 0; r < 4; r++) {
      const g: f32 = r < count ? load<f32>(gradZ + (<usize>(r * qubits + j) << 2)) : 0;
      store<f32>(OF_QUBITS + (<usize>r << 2), g);
    }
    const g = v128.load(OF_QUBITS);
    const half = VECTOR << j;
    for (let at = values; at < values + half; at += VECTOR) {
      const value = v128.load(at);
      v128.store(at + half, f32x4.sub(value, g));
      v128.store(at, f32x4.add(value, g));
    }
  }
  for (let k = 0; k < 1 << qubits; k++) {
    const at = <usize>sourceOf(ring, k) * AMPLITUDE;
    const value = v128.load(values + (<usize>k << 4));
    v128.store(adjoint + at, f32x4.mul(value, v128.load(state + at)));
    v128.store(adjoint + at, f32x4.mul(value, v128.load(state + at, VECTOR)), VECTOR);
  }
}

/** Undoes the first diagonal, before which the state is real, in place, and takes the derivatives by the rows' angles. */
function gradientOfAngles(
  count: i32, qubits: i32, phases: usize, state: usize, adjoint: usize, gradAngles: usize,
): void {
  for (let i = 0; i < 1 << qubits; i++) {
    const at = <usize>i * AMPLITUDE;
    const c = v128.load32_splat(phases + (<usize>i << 3));
    const s = v128.load32_splat(phases + (<usize>i << 3) + 4);
    v128.store(state + at, madd(v128.load(state + at), c, f32x4.mul(v128.load(state + at, VECTOR), s)));
    v128.store(adjoint + at, madd(v128.load(adjoint + at), c, f32x4.mul(v128.load(adjoint + at, VECTOR), s)));
  }
  for (let j = 0; j < qubits; j++) {
    const step = AMPLITUDE << j;
    let plus = f32x4.splat(0);
    let minus = f32x4.splat(0);
    for (let p = 0; p < 1 << (qubits - 1); p++) {
      const low = <usize>lowIndex(p, j) * AMPLITUDE;
      plus = madd(v128.load(adjoint + low + step), v128.load(state + low), plus);
      minus = madd(v128.load(adjoint + low), v128.load(state + low + step), minus);
    }
    v128.store(OF_QUBITS, f32x4.sub(plus, minus));
    for (let r = 0; r < count; r++) {
      store<f32>(gradAngles + (<usize>(r * qubits + j) << 2), load<f32>(OF_QUBITS + (<usize>r << 2)));
    }
  }
}
