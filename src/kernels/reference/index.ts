/**
 * Every kernel in plain TypeScript: the reference of the tests (in 64 bits) and the fallback without WASM SIMD (in 32
 * bits).
 */
import { adamWKernels } from './adamw.js';
import { batchNormKernels } from './batch-norm.js';
import { boostingKernels } from './boosting.js';
import { byteTreeKernels } from './byte-trees.js';
import { centroidLossKernels } from './centroid-loss.js';
import { classificationLossKernels } from './classification-loss.js';
import { columnCodeKernels } from './column-codes.js';
import { completeTreeKernels } from './complete-trees.js';
import { contrastiveLossKernels } from './contrastive-loss.js';
import { elementwiseKernels } from './elementwise.js';
import { gemmKernels } from './gemm.js';
import { gemmF64Kernels } from './gemm-f64.js';
import { gradientProductKernels } from './gradient-products.js';
import { graphAggregationKernels } from './graph-aggregation.js';
import { graphAttentionKernels } from './graph-attention.js';
import type { ReferenceMemory } from './memory.js';
import { nearestKernels } from './nearest.js';
import { neighbourGraphKernels } from './neighbour-graph.js';
import { pairwiseKernels } from './pairwise.js';
import { quantisedDerivativeKernels } from './quantised-derivatives.js';
import { quantisedHistogramKernels } from './quantised-histograms.js';
import { quantumCircuitKernels } from './quantum-circuit.js';
import { quantumEntanglementKernels } from './quantum-entanglement.js';
import { recurrentKernels } from './recurrent.js';
import { rowPartitionKernels } from './row-partition.js';
import { softmaxRegressionKernels } from './softmax-regression.js';
import { sortKernels } from './sort.js';
import { treeMarginKernels } from './tree-margins.js';
import { tripletLossKernels } from './triplet-loss.js';
import { winogradKernels } from './winograd.js';

export function referenceKernels(memory: ReferenceMemory) {
  return {
    ...gemmKernels(memory),
    ...gemmF64Kernels(memory),
    ...elementwiseKernels(memory),
    ...batchNormKernels(memory),
    ...quantisedDerivativeKernels(memory),
    ...quantisedHistogramKernels(memory),
    ...rowPartitionKernels(memory),
    ...sortKernels(memory),
    ...quantumCircuitKernels(memory),
    ...quantumEntanglementKernels(memory),
    ...gradientProductKernels(memory),
    ...recurrentKernels(memory),
    ...pairwiseKernels(memory),
    ...graphAggregationKernels(memory),
    ...graphAttentionKernels(memory),
    ...classificationLossKernels(memory),
    ...centroidLossKernels(memory),
    ...columnCodeKernels(memory),
    ...completeTreeKernels(memory),
    ...byteTreeKernels(memory),
    ...contrastiveLossKernels(memory),
    ...tripletLossKernels(memory),
    ...adamWKernels(memory),
    ...boostingKernels(memory),
    ...treeMarginKernels(memory),
    ...nearestKernels(memory),
    ...neighbourGraphKernels(memory),
    ...softmaxRegressionKernels(memory),
    ...winogradKernels(memory),
  };
}
