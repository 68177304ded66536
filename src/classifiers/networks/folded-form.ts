/** The folded form of a trained network, as a definition and as arrays (`nn/fusion/fused-layers.ts`). */
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { fusedLayers, fuseParameters } from '../../nn/fusion/fused-layers.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FittedShape } from '../contract/fitted-model.js';
import { networkTensors } from './network-model.js';

/** The definition that predicts from the arrays of `foldedTensors`. */
export function foldedDefinition(definition: NetworkDefinition): NetworkDefinition {
  return {
    ...definition,
    inference: (columns, classes) => fusedLayers(definition.inference(columns, classes), columns),
  };
}

/** The arrays of the folded form of the network in `store`. */
export function foldedTensors(
  store: ParameterStore,
  definition: NetworkDefinition,
  { columns, classes }: FittedShape,
): Map<string, ModelTensor> {
  const folded = new ParameterStore(store.engine);
  const program = new Program(store.engine, folded, 1, 'inference');
  foldedDefinition(definition).inference(columns, classes).record(program, program.input(columns));
  program.compile();
  fuseParameters(definition.inference(columns, classes), columns, store, folded);
  return networkTensors(folded, undefined);
}
