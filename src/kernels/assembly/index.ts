// Everything the module exports. Addresses are in bytes; sizes and strides are in elements.
import { AFTER_PANEL } from './gemm';

export * from './adamw';
export * from './batch-norm';
export * from './classification-loss';
export * from './elementwise';
export {
  columnSums, gemm, gemmPacked, packB, packedBFloats,
} from './gemm';
export * from './gradient-products';
export * from './metric-loss';
export * from './pairwise';
export * from './quantum-entanglement';

/** The first address that the module itself does not use. */
export function heapBase(): usize {
  return AFTER_PANEL;
}
