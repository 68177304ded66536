/**
 * A trained network folded for inference: every run of affine layers becomes one linear layer. It predicts the same
 * up to rounding, and cannot be trained further.
 */
import type { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { type SequentialLayer, sequential } from '../layers/composition.js';
import type { Layer } from '../layers/layer.js';
import { linear } from '../layers/linear.js';
import { fusionPlan } from './fusion-plan.js';
import { fuseRun } from './record-fused.js';

/** As saved in model files. */
const nameOf = (stage: number) => `folded${stage}`;

/** The layers of the folded network, for an input of `columns` columns. */
export function fusedLayers(layers: SequentialLayer, columns: number): SequentialLayer {
  let width = columns;
  const fused: Layer[] = [];
  fusionPlan(layers).forEach((stage, i) => {
    if ('layer' in stage) {
      fused.push(stage.layer);
      width = stage.layer.width(width);
      return;
    }
    width = stage.run.width(width);
    if (stage.gate) fused.push(stage.gate);
    fused.push(linear(nameOf(i), width));
    if (stage.activation) fused.push(stage.activation);
  });
  return sequential(fused);
}

/**
 * Fills the parameters of `fusedLayers` in `target`, which a program has declared and allocated, from those of
 * `layers` in `source`.
 */
export function fuseParameters(
  layers: SequentialLayer,
  columns: number,
  source: ParameterStore,
  target: ParameterStore,
): void {
  const unfilled = new Set([...target.arrays()].map(({ name }) => name));
  // Fusing allocates, and growing memory detaches views, so each view is taken only when it is filled.
  const fill = (name: string, values: Float32Array | Float64Array) => {
    for (const array of target.arrays()) {
      if (array.name !== name) continue;
      array.view.set(values);
      unfilled.delete(name);
    }
  };
  let width = columns;
  fusionPlan(layers).forEach((stage, i) => {
    if ('layer' in stage) {
      width = stage.layer.width(width);
      return;
    }
    const { engine } = source;
    const { map, fuser } = fuseRun(new Program(engine, source, 1, 'inference'), stage.run, width);
    for (const step of fuser.steps) step();
    fill(`${nameOf(i)}.weight`, engine.floats(map.matrix, map.outputs * width));
    fill(`${nameOf(i)}.bias`, engine.floats(map.bias, map.outputs));
    width = map.outputs;
  });
  for (const { name, view } of source.arrays()) if (unfilled.has(name)) fill(name, view);
  if (unfilled.size > 0) throw new Error(`nothing fills ${[...unfilled].join(', ')}`);
}
