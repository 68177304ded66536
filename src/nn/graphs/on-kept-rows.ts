/**
 * A graph network for rows that come one by one or together: each is joined to its k nearest of a fixed set of
 * kept rows, never to another row that is asked for, so that its result depends on it alone.
 *
 * The kept rows have a graph among themselves (each joined to its k nearest others) in which the rows asked for
 * do not appear. What the layers make of the kept rows is therefore the same for all: it is computed when the
 * parameters change, and a row asked for reads it wherever a layer looks at neighbours.
 */
import { Program, type Tensor } from '../../engine/program.js';
import type { Matrix } from '../../matrix.js';
import type { Layer } from '../layers/layer.js';
import { nearestRows } from './nearest-rows.js';
import type { GraphLayer } from './neighbourhood.js';

/** For inference programs; `outputs` are the columns that `layers` give. `kept` has at least two rows. */
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
