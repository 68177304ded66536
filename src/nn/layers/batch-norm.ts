/**
 * Batch normalisation of each column, as torch.nn.BatchNorm1d: epsilon 1e-5, momentum 0.1, biased
 * variance in the normalisation and unbiased in the running statistics.
 */
import type { Parameter, Statistic } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { constant } from './initializers.js';
import type { Layer } from './layer.js';

const EPSILON = 1e-5;
const MOMENTUM = 0.1;
/** The column kernels work on four columns at a time. */
const roundUp = (columns: number) => Math.ceil(columns / 4) * 4;

export function batchNorm(name: string): Layer {
  return {
    width: (columns) => columns,

    record(program, x) {
      const n = x.columns;
      const norm = {
        name,
        gamma: program.parameter(`${name}.weight`, [n], constant(1)),
        beta: program.parameter(`${name}.bias`, [n], constant(0)),
        mean: program.statistic(`${name}.running_mean`, n, 0),
        variance: program.statistic(`${name}.running_var`, n, 1),
      };
      const y = program.tensor(n, true);
      if (program.mode === 'inference') recordInference(program, x, y, norm);
      else recordTraining(program, x, y, norm);
      return y;
    },

    fuse(fuser, map, columns) {
      const { store } = fuser;
      const gamma = store.parameter(`${name}.weight`, [columns], constant(1));
      const beta = store.parameter(`${name}.bias`, [columns], constant(0));
      const mean = store.statistic(`${name}.running_mean`, columns, 0);
      const variance = store.statistic(`${name}.running_var`, columns, 1);
      return fuser.scale(map, (factor, shift, engine) => {
        const view = (address: number) => engine.floats(address, columns);
        const [g, b, m, v] = [gamma.value, beta.value, mean.value, variance.value].map(view);
        const [f, s] = [view(factor), view(shift)];
        for (let j = 0; j < columns; j++) {
          f[j] = g[j] / Math.sqrt(v[j] + EPSILON);
          s[j] = b[j] - m[j] * f[j];
        }
      });
    },
  };
}

interface Norm {
  readonly name: string;
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly mean: Statistic;
  readonly variance: Statistic;
}

/** With the running statistics. */
function recordInference(
  program: Program,
  x: Tensor,
  y: Tensor,
  { gamma, beta, mean, variance }: Norm,
): void {
  const { kernels } = program.engine;
  program.record({
    forward: () => () =>
      kernels.batchNormInference(
        program.rows,
        x.columns,
        x.value,
        gamma.value,
        beta.value,
        y.value,
        mean.value,
        variance.value,
        EPSILON,
      ),
  });
}

/** With the batch statistics, which update the running ones. */
function recordTraining(program: Program, x: Tensor, y: Tensor, norm: Norm): void {
  const { name, gamma, beta, mean, variance } = norm;
  const { engine, maximumRows } = program;
  const { kernels } = engine;
  const n = x.columns;
  const normalised = engine.allocateFloats(maximumRows * n);
  const inverseStd = engine.allocateFloats(roundUp(n));
  program.record({
    forward: () => () =>
      kernels.batchNorm(
        program.rows,
        n,
        x.value,
        gamma.value,
        beta.value,
        y.value,
        normalised,
        inverseStd,
        mean.value,
        variance.value,
        MOMENTUM,
        EPSILON,
      ),
    backward: () => {
      if (gamma.claimGradient() || beta.claimGradient()) throw new Error(`${name} is used twice`);
      // The kernel always writes a gradient; if nothing needs it, it goes to scratch memory.
      const wanted = x.gradient !== 0;
      const gradX = wanted ? x.gradient : engine.allocateFloats(maximumRows * n);
      const add = wanted && x.claimGradient();
      return () =>
        kernels.batchNormBackward(
          program.rows,
          n,
          y.gradient,
          normalised,
          inverseStd,
          gamma.value,
          gradX,
          gamma.gradient,
          beta.gradient,
          add,
        );
    },
  });
}
