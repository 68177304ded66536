// One step of the recurrent layers for a batch, as torch.nn.GRU and torch.nn.LSTM define it, and its backward
// pass. A row of `gates` holds the blocks of the gates side by side, n values each; `recurrent` holds the same
// blocks of W_hh h + b_hh, `ldRecurrent` elements from row to row (0: the same row for all, where h is 0). An
// address of 0 for the previous state stands for zeros. Gradients may be written over what they come from.
import { madd, tanh4 } from './simd';

/** Four values, or one in each lane: the same arithmetic for a row's last columns as for all others. */
// @ts-ignore: decorator
@inline
function get(from: usize, four: bool): v128 {
  return four ? v128.load(from) : v128.load32_splat(from);
}

// @ts-ignore: decorator
@inline
function put(to: usize, value: v128, four: bool): void {
  if (four) v128.store(to, value);
  else v128.store_lane<f32>(to, value, 0);
}

// @ts-ignore: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** sigmoid x = (1 + tanh(x / 2)) / 2: right to about 10^-7, which is enough for a factor. */
// @ts-ignore: decorator
@inline
function gate4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(half, tanh4(f32x4.mul(half, x)), half);
}

/** 1 - v */
// @ts-ignore: decorator
@inline
function rest(v: v128): v128 {
  return f32x4.sub(f32x4.splat(1), v);
}

/**
 * Gates r, z, n: r = sigmoid(x_r + u_r), z = sigmoid(x_z + u_z), n = tanh(x_n + r u_n) with x in `gates` and
 * u in `recurrent`; h = (1 - z) n + z previous. Leaves r, z, n in `gates`.
 */
export function gruStep(
  rows: i32, n: i32, gates: usize, recurrent: usize, ldRecurrent: i32, previous: usize, h: usize,
): void {
  const block = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (; j + 16 <= block; j += 16) gruLanes(block, gates + j, recurrent + j, previous ? previous + j : 0, h + j, true);
    for (; j < block; j += 4) gruLanes(block, gates + j, recurrent + j, previous ? previous + j : 0, h + j, false);
    gates += block * 3;
    recurrent += <usize>ldRecurrent << 2;
    if (previous) previous += block;
    h += block;
  }
}

// @ts-ignore: decorator
@inline
function gruLanes(block: usize, gates: usize, recurrent: usize, previous: usize, h: usize, four: bool): void {
  const r = gate4(f32x4.add(get(gates, four), get(recurrent, four)));
  const z = gate4(f32x4.add(get(gates + block, four), get(recurrent + block, four)));
  const u = get(recurrent + block * 2, four);
  const n = tanh4(f32x4.add(get(gates + block * 2, four), mul(r, u)));
  put(gates, r, four);
  put(gates + block, z, four);
  put(gates + block * 2, n, four);
  const fresh = mul(rest(z), n);
  put(h, previous ? f32x4.add(fresh, mul(z, get(previous, four))) : fresh, four);
}

/**
 * From gradH: the gradients of x + u before the gates into `gradGates` (of x_n for the third), those of u into
 * `gradRecurrent` (u_n takes r times as much), and what passes the gate z into gradPrevious.
 */
export function gruStepBackward(
  rows: i32, n: i32, gates: usize, recurrent: usize, ldRecurrent: i32, previous: usize, gradH: usize,
  gradGates: usize, gradRecurrent: usize, gradPrevious: usize,
): void {
  const block = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (; j + 16 <= block; j += 16) {
      gruLanesBackward(
        block, gates + j, recurrent + j, previous ? previous + j : 0, gradH + j, gradGates + j, gradRecurrent + j,
        gradPrevious + j, true,
      );
    }
    for (; j < block; j += 4) {
      gruLanesBackward(
        block, gates + j, recurrent + j, previous ? previous + j : 0, gradH + j, gradGates + j, gradRecurrent + j,
        gradPrevious + j, false,
      );
    }
    gates += block * 3;
    recurrent += <usize>ldRecurrent << 2;
    if (previous) previous += block;
    gradH += block;
    gradGates += block * 3;
    gradRecurrent += block * 3;
    gradPrevious += block;
  }
}

// @ts-ignore: decorator
@inline
function gruLanesBackward(
  block: usize, gates: usize, recurrent: usize, previous: usize, gradH: usize, gradGates: usize,
  gradRecurrent: usize, gradPrevious: usize, four: bool,
): void {
  const r = get(gates, four);
  const z = get(gates + block, four);
  const n = get(gates + block * 2, four);
  const u = get(recurrent + block * 2, four);
  const g = get(gradH, four);
  const towards = previous ? f32x4.sub(get(previous, four), n) : f32x4.neg(n);
  const dz = mul(mul(g, towards), mul(z, rest(z)));
  const dn = mul(mul(g, rest(z)), rest(mul(n, n)));
  const dr = mul(mul(dn, u), mul(r, rest(r)));
  put(gradGates, dr, four);
  put(gradGates + block, dz, four);
  put(gradGates + block * 2, dn, four);
  put(gradRecurrent, dr, four);
  put(gradRecurrent + block, dz, four);
  put(gradRecurrent + block * 2, mul(dn, r), four);
  put(gradPrevious, mul(g, z), four);
}

/**
 * Gates i, f, g, o, each a function of x + u: i, f and o the sigmoid, g the tanh. c = f previous + i g,
 * h = o tanh(c). Leaves i, f, g, o in `gates`; without a previous state f has no effect and is left alone.
 */
export function lstmStep(
  rows: i32, n: i32, gates: usize, recurrent: usize, ldRecurrent: i32, previous: usize, c: usize, h: usize,
): void {
  const block = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (; j + 16 <= block; j += 16) {
      lstmLanes(block, gates + j, recurrent + j, previous ? previous + j : 0, c + j, h + j, true);
    }
    for (; j < block; j += 4) {
      lstmLanes(block, gates + j, recurrent + j, previous ? previous + j : 0, c + j, h + j, false);
    }
    gates += block * 4;
    recurrent += <usize>ldRecurrent << 2;
    if (previous) previous += block;
    c += block;
    h += block;
  }
}

// @ts-ignore: decorator
@inline
function lstmLanes(
  block: usize, gates: usize, recurrent: usize, previous: usize, c: usize, h: usize, four: bool,
): void {
  const i = gate4(f32x4.add(get(gates, four), get(recurrent, four)));
  const g = tanh4(f32x4.add(get(gates + block * 2, four), get(recurrent + block * 2, four)));
  const o = gate4(f32x4.add(get(gates + block * 3, four), get(recurrent + block * 3, four)));
  let state = mul(i, g);
  if (previous) {
    const f = gate4(f32x4.add(get(gates + block, four), get(recurrent + block, four)));
    put(gates + block, f, four);
    state = f32x4.add(state, mul(f, get(previous, four)));
  }
  put(gates, i, four);
  put(gates + block * 2, g, four);
  put(gates + block * 3, o, four);
  put(c, state, four);
  put(h, mul(o, tanh4(state)), four);
}

/**
 * From gradH and the gradient that c has from the next step, in gradC: the gradients before the gates into
 * `gradGates`, and that of the previous state into gradC. Without a previous state f's gradient is 0 and gradC
 * is left alone.
 */
export function lstmStepBackward(
  rows: i32, n: i32, gates: usize, previous: usize, c: usize, gradH: usize, gradC: usize, gradGates: usize,
): void {
  const block = <usize>n << 2;
  for (let i = 0; i < rows; i++) {
    let j: usize = 0;
    for (; j + 16 <= block; j += 16) {
      lstmLanesBackward(
        block, gates + j, previous ? previous + j : 0, c + j, gradH + j, gradC + j, gradGates + j, true,
      );
    }
    for (; j < block; j += 4) {
      lstmLanesBackward(
        block, gates + j, previous ? previous + j : 0, c + j, gradH + j, gradC + j, gradGates + j, false,
      );
    }
    gates += block * 4;
    if (previous) previous += block;
    c += block;
    gradH += block;
    gradC += block;
    gradGates += block * 4;
  }
}

// @ts-ignore: decorator
@inline
function lstmLanesBackward(
  block: usize, gates: usize, previous: usize, c: usize, gradH: usize, gradC: usize, gradGates: usize, four: bool,
): void {
  const i = get(gates, four);
  const g = get(gates + block * 2, four);
  const o = get(gates + block * 3, four);
  const t = tanh4(get(c, four));
  const dh = get(gradH, four);
  const dc = f32x4.add(get(gradC, four), mul(mul(dh, o), rest(mul(t, t))));
  if (previous) {
    const f = get(gates + block, four);
    put(gradGates + block, mul(mul(dc, get(previous, four)), mul(f, rest(f))), four);
    put(gradC, mul(dc, f), four);
  } else put(gradGates + block, f32x4.splat(0), four);
  put(gradGates, mul(mul(dc, g), mul(i, rest(i))), four);
  put(gradGates + block * 2, mul(mul(dc, i), rest(mul(g, g))), four);
  put(gradGates + block * 3, mul(mul(dh, t), mul(o, rest(o))), four);
}
