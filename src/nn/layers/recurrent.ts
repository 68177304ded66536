/**
 * The loop of a recurrent layer over the steps of a sequence, for any unit (GRU, LSTM): each step multiplies
 * the step's features with W_ih and the state before it with W_hh; the unit does what lies between. The state
 * before the first step is zero, so a sequence of length 1 has no W_hh (it would get no gradient), but its b_hh
 * counts.
 *
 * A row of the input holds the steps side by side. The output is the state after the last step processed,
 * torch.nn's h_n. Initial values as in PyTorch: uniform within 1 / sqrt(hidden).
 */
import type { Program, Tensor } from '../../engine/program.js';
import { concatColumns } from '../operations/columns.js';
import { uniform } from './initializers.js';
import type { Layer } from './layer.js';
import type { RecurrentStep, RecurrentUnit } from './recurrent-unit.js';

export interface RecurrentOptions {
  /** Features of a step; default: the whole row is one step. */
  readonly features?: number;
  /** `both`: the last state of each direction, side by side. Default `forward`. */
  readonly direction?: 'forward' | 'reverse' | 'both';
}

export function recurrent(
  name: string,
  unit: RecurrentUnit,
  hidden: number,
  { features, direction = 'forward' }: RecurrentOptions = {},
): Layer {
  const way = (program: Program, x: Tensor, reverse: boolean) =>
    recordDirection(program, x, { name, unit, hidden, features: features ?? x.columns, reverse });
  return {
    width: () => (direction === 'both' ? 2 * hidden : hidden),
    record(program, x) {
      if (direction !== 'both') return way(program, x, direction === 'reverse');
      return concatColumns(program, [way(program, x, false), way(program, x, true)]);
    },
  };
}

interface Direction {
  readonly name: string;
  readonly unit: RecurrentUnit;
  readonly hidden: number;
  readonly features: number;
  readonly reverse: boolean;
}

function recordDirection(program: Program, x: Tensor, direction: Direction): Tensor {
  const { engine } = program;
  const { kernels, bytesPerFloat } = engine;
  const { name, unit, hidden, features, reverse } = direction;
  const steps = x.columns / features;
  if (!Number.isInteger(steps)) throw new Error(`${x.columns} columns are no steps of ${features} features`);
  const width = unit.gates * hidden;
  const initial = uniform(1 / Math.sqrt(hidden));
  const parameter = (kind: string, shape: number[]) =>
    program.parameter(`${name}.${kind}_l0${reverse ? '_reverse' : ''}`, shape, initial);
  const weight = parameter('weight_ih', [width, features]);
  const stateWeight = steps > 1 ? parameter('weight_hh', [width, hidden]) : undefined;
  const bias = parameter('bias_ih', [width]);
  const stateBias = parameter('bias_hh', [width]);

  const training = program.mode === 'training';
  const most = program.maximumRows;
  const kept = training ? steps : 1;
  const gates = engine.allocateFloats(kept * most * width);
  const keptRecurrent = steps === 1 ? 0 : training && unit.keepsRecurrent ? steps : 1;
  const recurrent = engine.allocateFloats(keptRecurrent * most * width);
  const states = training && steps > 1 ? engine.allocateFloats((steps - 1) * most * hidden) : 0;
  const packed = stateWeight ? engine.allocateFloats(kernels.packedBFloats(width, hidden)) : 0;
  const y = program.tensor(hidden, true);
  const unitSteps = unit.record(program, hidden, steps);
  const ranges = steps === 1 ? unit.gatesWithoutState : [[0, unit.gates] as const];

  /** Where the slot of a step begins: behind those of the steps before it, or always at the start. */
  const slot = (index: number, columns: number, slots: number) =>
    slots > 1 ? index * program.rows * columns * bytesPerFloat : 0;
  const stateAt = (index: number) =>
    training && index < steps - 1 ? states + slot(index, hidden, steps) : y.value;
  const stepAt = (index: number): RecurrentStep => ({
    index,
    gates: gates + slot(index, width, kept),
    recurrent: index === 0 ? stateBias.value : recurrent + slot(index, width, keptRecurrent),
    ldRecurrent: index === 0 ? 0 : width,
    previous: index === 0 ? 0 : stateAt(index - 1),
    state: stateAt(index),
  });
  /** Offset of a step's features within a row. */
  const place = (index: number) => (reverse ? steps - 1 - index : index) * features * bytesPerFloat;
  /** Calls `use` with the first column, and the number of columns, of each range of gates that act. */
  const eachRange = (use: (first: number, count: number) => void) => {
    for (const [first, count] of ranges) use(first * hidden, count * hidden);
  };

  program.record({
    forward: () => () => {
      const { rows } = program;
      if (stateWeight) kernels.packB(true, width, hidden, stateWeight.value, hidden, packed);
      for (let index = 0; index < steps; index++) {
        const step = stepAt(index);
        eachRange((first, count) =>
          kernels.gemm(
            false,
            true,
            rows,
            count,
            features,
            x.value + place(index),
            x.columns,
            weight.value + first * features * bytesPerFloat,
            features,
            step.gates + first * bytesPerFloat,
            width,
            bias.value + first * bytesPerFloat,
            false,
          ),
        );
        if (index > 0) {
          const { previous, recurrent: to } = step;
          kernels.gemmPacked(rows, width, hidden, previous, hidden, packed, to, width, stateBias.value);
        }
        unitSteps.forward(step);
      }
    },

    backward: () => {
      const addWeight = weight.claimGradient();
      const addStateWeight = stateWeight?.claimGradient() ?? false;
      const addBias = bias.claimGradient();
      const addStateBias = stateBias.claimGradient();
      const addInput = x.gradient !== 0 && x.claimGradient();
      const gradState = steps > 1 ? engine.allocateFloats(most * hidden) : 0;
      const gradPrevious = engine.allocateFloats(most * hidden);
      const packedBack = stateWeight ? engine.allocateFloats(kernels.packedBFloats(hidden, width)) : 0;
      // Gradients of W_hh h + b_hh: those of the gates, unless the unit tells them apart.
      const ownGradients = unit.keepsRecurrent
        ? steps === 1
          ? engine.allocateFloats(most * width)
          : recurrent
        : gates;
      return () => {
        const { rows } = program;
        if (stateWeight) kernels.packB(false, hidden, width, stateWeight.value, hidden, packedBack);
        for (let index = steps - 1; index >= 0; index--) {
          const step = stepAt(index);
          const gradRecurrent = ownGradients + slot(index, width, steps);
          const from = index === steps - 1 ? y.gradient : gradState;
          const passes = unitSteps.backward(step, from, gradRecurrent, gradPrevious);
          if (index > 0) {
            kernels.gemmPacked(rows, hidden, width, gradRecurrent, width, packedBack, gradState, hidden, 0);
            if (passes) kernels.add(rows * hidden, gradState, gradPrevious, gradState);
          }
          eachRange((first, count) =>
            kernels.gemm(
              true,
              false,
              count,
              features,
              rows,
              step.gates + first * bytesPerFloat,
              width,
              x.value + place(index),
              x.columns,
              weight.gradient + first * features * bytesPerFloat,
              features,
              0,
              addWeight || index < steps - 1,
            ),
          );
          if (x.gradient === 0) continue;
          kernels.gemm(
            false,
            false,
            rows,
            features,
            width,
            step.gates,
            width,
            weight.value,
            features,
            x.gradient + place(index),
            x.columns,
            0,
            addInput,
          );
        }
        kernels.columnSums(steps * rows, width, gates, width, bias.gradient, addBias);
        kernels.columnSums(steps * rows, width, ownGradients, width, stateBias.gradient, addStateBias);
        if (!stateWeight) return;
        // The later steps lie one behind the other, each row beside the state before it.
        kernels.gemm(
          true,
          false,
          width,
          hidden,
          (steps - 1) * rows,
          ownGradients + slot(1, width, steps),
          width,
          states,
          hidden,
          stateWeight.gradient,
          hidden,
          0,
          addStateWeight,
        );
      };
    },
  });
  return y;
}
