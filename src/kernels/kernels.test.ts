/**
 * Every kernel on every build against the same kernel in plain TypeScript with 64-bit floats. The calls
 * are listed in test/support/kernels; see kernel-case.ts there for how memory safety is checked.
 */
import { describe, expect, it } from 'vitest';
import { boostingTests } from '../../test/support/kernels/boosting-cases.js';
import { circuitTests } from '../../test/support/kernels/circuit-cases.js';
import { completeTreeTests } from '../../test/support/kernels/complete-tree-cases.js';
import { elementwiseTests } from '../../test/support/kernels/elementwise-cases.js';
import { entanglementTests } from '../../test/support/kernels/entanglement-cases.js';
import { gemmTests } from '../../test/support/kernels/gemm-cases.js';
import { graphTests } from '../../test/support/kernels/graph-cases.js';
import { checkAgainstOracle, normals } from '../../test/support/kernels/kernel-case.js';
import { lossTests } from '../../test/support/kernels/loss-cases.js';
import { neighbourGraphTests } from '../../test/support/kernels/neighbour-graph-cases.js';
import { networkTests } from '../../test/support/kernels/network-cases.js';
import { pairwiseTests } from '../../test/support/kernels/pairwise-cases.js';
import { quantisedTests } from '../../test/support/kernels/quantised-cases.js';
import { quantisedDerivativeTests } from '../../test/support/kernels/quantised-derivative-cases.js';
import { recurrentTests } from '../../test/support/kernels/recurrent-cases.js';
import { regressionTests } from '../../test/support/kernels/regression-cases.js';
import { winogradTests } from '../../test/support/kernels/winograd-cases.js';
import { Engine } from '../engine/engine.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { bestKernelBuild, type KernelBuild, type Kernels, loadKernels } from './load.js';
import { referenceKernels } from './reference/index.js';

const BUILDS: readonly KernelBuild[] = ['fma', 'simd', 'typescript'];
const SEEDS = [1, 2];
const tests = [
  ...gemmTests,
  ...elementwiseTests,
  ...networkTests,
  ...entanglementTests,
  ...circuitTests,
  ...recurrentTests,
  ...neighbourGraphTests,
  ...pairwiseTests,
  ...graphTests,
  ...lossTests,
  ...boostingTests,
  ...completeTreeTests,
  ...quantisedTests,
  ...completeTreeTests,
  ...quantisedDerivativeTests,
  ...regressionTests,
  ...winogradTests,
];
const kernelNames = Object.keys(
  referenceKernels({
    floats: new Float32Array(),
    ints: new Int32Array(),
    doubles: new Float64Array(),
    shift: 2,
  }),
).sort();

describe('builds', () => {
  it('runs the fused build here, so that none of the tests below is skipped', () => {
    expect(bestKernelBuild()).toBe('fma');
  });

  it.each(['fma', 'simd'] as const)('%s exports every kernel of the plain build', async (build) => {
    const { kernels } = (await loadKernels(build)).instantiate(1);
    for (const name of kernelNames) expect(kernels[name as keyof Kernels], name).toBeTypeOf('function');
  });

  it.each(['fma', 'simd'] as const)('%s takes as many arguments as the plain build', async (build) => {
    const lengths = ({ kernels }: { readonly kernels: Kernels }) =>
      kernelNames.map((name) => [name, kernels[name as keyof Kernels].length]);
    const plain = (await loadKernels('typescript')).instantiate(1);
    expect(lengths((await loadKernels(build)).instantiate(1))).toEqual(lengths(plain));
  });

  it('covers every kernel by a test', () => {
    expect([...new Set(tests.flatMap((test) => test.kernels))].sort()).toEqual(kernelNames);
  });
});

describe('all builds agree with the oracle', () => {
  it.each(tests.map((test) => [test.kernels.join(' + '), test] as const))('%s', async (_, test) => {
    const called = new Set<string>();
    for (const seed of SEEDS) {
      for (const kernelCase of test.cases(new RandomStream(seed, 'kernels'))) {
        for (const name of await checkAgainstOracle(BUILDS, kernelCase)) called.add(name);
      }
    }
    for (const name of test.kernels) expect(called).toContain(name);
  });
});

describe.each([...BUILDS, 'typescript-float64'] as const)('%s build', (build) => {
  it.each([7, 700, 1100, 2500])(
    'gives a row of a packed product the same bits whatever rows stand beside it (k = %i)',
    async (k) => {
      const [m, n] = [7, 13];
      const engine = await Engine.create(build);
      const { kernels } = engine;
      const random = new RandomStream(1, 'rows');
      const a = engine.allocateFloats(m * k);
      const b = engine.allocateFloats(k * n);
      const bias = engine.allocateFloats(n);
      const packed = engine.allocateFloats(kernels.packedBFloats(n, k));
      const c = engine.allocateFloats(m * n);
      engine.floats(a, m * k).set(normals(random, m * k));
      engine.floats(b, k * n).set(normals(random, k * n));
      engine.floats(bias, n).set(normals(random, n));
      kernels.packB(false, n, k, b, n, packed);
      kernels.gemmPacked(m, n, k, a, k, packed, c, n, bias);
      const together = engine.floats(c, m * n).slice();
      for (let i = 0; i < m; i++) {
        const row = a + i * k * engine.bytesPerFloat;
        kernels.gemmPacked(1, n, k, row, k, packed, c, n, bias);
        expect(engine.floats(c, n), `row ${i}`).toEqual(together.subarray(i * n, (i + 1) * n));
      }
    },
  );
});
