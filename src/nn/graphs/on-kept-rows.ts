/**
 * A graph network for inference: each row is connected to its k nearest of a fixed set of kept rows, never to another
 * predicted row, so that its result depends on that row alone.
 *
 * The kept rows have a graph among themselves (each connected to its k nearest others), which does not contain the
 * predicted rows. Their hidden values are therefore computed only when the parameters change, and read wherever a
 * layer uses the neighbours of a predicted row.
 */
import { Program, type Tensor } from '../../engine/program.js';
import type { Matrix } from '../../matrix.js';
import type { Layer } from '../layers/layer.js';
import { nearestRows } from './nearest-rows.js';
import type { GraphLayer } from './neighbourhood.js';

/** For inference programs; `outputs` is the number of output columns of `layers`. `kept` has at least two rows. */
export function onKeptRows(layers: GraphLayer, outputs: number, kept: Matrix, k: number): Layer {
  return {
    width: () => outputs,

    record(program, x) {
      const { engine, store } = program;
      const { rows, columns, data } = kept;
      const count = Math.min(k, rows);
      const keptCount = Math.min(k, rows - 1);

      const keptProgram = new Program(engine, store, rows, 'inference');
      const keptInput = keptProgram.input(columns);
      engine.floats(keptInput.value, rows * columns).set(data);
      const nearest = nearestRows(engine, keptInput.value, kept);
      const keptIndices = engine.allocateInts(rows * keptCount);
      program.preparations.push(() => nearest.findAmongThemselves(keptCount, keptIndices));
      const read: Tensor[] = [];
      layers.record(keptProgram, keptInput, {
        indices: keptIndices,
        maximumCount: keptCount,
        count: keptCount,
        sourceCount: keptCount,
        sources: (tensor) => {
          read.push(tensor);
          return tensor;
        },
      });
      program.record({
        refresh: () => {
          keptProgram.compile();
          return () => keptProgram.forward();
        },
      });

      const indices = program.lookup(count, (to) => nearest.find(program.rows, x.value, count, to));
      let next = 0;
      return layers.record(program, x, {
        indices,
        maximumCount: count,
        count,
        sourceCount: keptCount,
        sources: () => read[next++],
      });
    },
  };
}
