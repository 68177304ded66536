/** Calls of the transforms of Winograd's convolution: tiles that overlap, blocks with room between them. */
import { input, type KernelTest, normals, output, SIZES, updated } from './kernel-case.js';

const BOTH = [false, true];
const TILES = [1, 3];
const OUTS = [1, 2, 3, 4];
/** Sums of terms as large as eight times their inputs, that cancel. */
const magnitude = 30;

/** Several tiles of four outputs, or one of fewer. */
function* outputSizes() {
  for (const n of SIZES) {
    for (const outs of OUTS) {
      const tiles = outs === 4 ? 3 : 1;
      for (const relu of BOTH) yield { n, outs, relu, tiles, step: tiles * n + 1 };
    }
  }
}

export const winogradTests: readonly KernelTest[] = [
  {
    kernels: ['winogradInputs', 'winogradInputsBackward'],
    *cases(random) {
      for (const n of SIZES) {
        for (const tiles of TILES) {
          const step = tiles * n + 1;
          const positions = (4 * tiles + 2) * n;
          yield {
            description: `${tiles} tiles of ${n}`,
            buffers: { d: input(normals(random, positions)), v: updated(normals(random, 6 * step)) },
            run: (k, at) => k.winogradInputs(n, tiles, at('d'), at('v'), step),
            magnitude,
          };
          yield {
            description: `backward, ${tiles} tiles of ${n}`,
            buffers: { v: input(normals(random, 6 * step)), d: updated(normals(random, positions)) },
            run: (k, at) => k.winogradInputsBackward(n, tiles, at('v'), step, at('d')),
            magnitude,
          };
        }
      }
    },
  },
  {
    kernels: ['winogradOutputs'],
    *cases(random) {
      for (const { n, outs, relu, tiles, step } of outputSizes()) {
        yield {
          description: `${outs} outputs, ${tiles} tiles of ${n}, ReLU ${relu}`,
          buffers: { m: input(normals(random, 6 * step)), y: output(outs * tiles * n) },
          run: (k, at) => k.winogradOutputs(outs, n, tiles, at('m'), step, at('y'), relu),
          magnitude,
        };
      }
    },
  },
  {
    kernels: ['winogradOutputsBackward'],
    *cases(random) {
      for (const { n, outs, relu, tiles, step } of outputSizes()) {
        yield {
          description: `${outs} outputs, ${tiles} tiles of ${n}, ReLU ${relu}`,
          buffers: {
            g: input(normals(random, outs * tiles * n)),
            y: input(normals(random, outs * tiles * n).map((value) => Math.max(0, value))),
            m: updated(normals(random, 6 * step)),
          },
          run: (k, at) => k.winogradOutputsBackward(outs, n, tiles, at('g'), at('y'), at('m'), step, relu),
          magnitude,
        };
      }
    },
  },
  {
    kernels: ['winogradWindows', 'winogradWindowsBackward'],
    *cases(random) {
      for (const channels of SIZES) {
        const filters = 3;
        const [w, u] = [3 * filters * channels, 6 * filters * channels];
        yield {
          description: `${filters} filters of ${channels} channels`,
          buffers: { w: input(normals(random, w)), u: output(u) },
          run: (k, at) => k.winogradWindows(filters, channels, at('w'), at('u')),
        };
        for (const accumulate of BOTH) {
          yield {
            description: `backward, ${filters} filters of ${channels} channels, accumulate ${accumulate}`,
            buffers: { u: input(normals(random, u)), w: updated(normals(random, w)) },
            run: (k, at) => k.winogradWindowsBackward(filters, channels, at('u'), at('w'), accumulate),
          };
        }
      }
    },
  },
];
