// Everything the module exports. Addresses are in bytes; sizes and strides are in elements.
import { AFTER_PANELS } from './gemm';

export * from './adamw';
export * from './batch-norm';
export * from './boosting';
export * from './tree-margins';
export * from './byte-trees';
export * from './centroid-loss';
export * from './classification-loss';
export { rankBytes, rankColumn } from './column-codes';
export * from './complete-trees';
export * from './contrastive-loss';
export {
  add, allFinite, copyBlock, fill, gatherRows, leakyRelu, leakyReluBackward, multiply, scaleInto, sigmoid,
  sigmoidBackward, tanh, tanhBackward,
} from './elementwise';
export {
  columnSums, gemm, gemmPacked, gramRows, packB, packedBFloats, useWideRegisters,
} from './gemm';
export * from './gemm-f64';
export * from './gradient-products';
export * from './graph-aggregation';
export * from './graph-attention';
export * from './triplet-loss';
export * from './nearest';
export * from './neighbour-graph';
export * from './pairwise';
export * from './quantised-derivatives';
export * from './quantised-histograms';
export * from './quantum-circuit';
export * from './quantum-entanglement';
export * from './softmax-regression';
export * from './recurrent';
export * from './row-partition';
export * from './sort';
export * from './winograd';
export { dot } from './simd';

/** The first address that the module itself does not use. */
export function heapBase(): usize {
  return AFTER_PANELS;
}
