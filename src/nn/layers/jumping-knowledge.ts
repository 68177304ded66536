/**
 * Jumping knowledge by concatenation (Xu et al. 2018): the concatenated outputs of all blocks, each of which takes
 * the output of the one before.
 */
import type { Tensor } from '../../engine/program.js';
import type { GraphLayer } from '../graphs/neighbourhood.js';
import { concatColumns } from '../operations/columns.js';

export function jumpingKnowledge(blocks: readonly GraphLayer[]): GraphLayer {
  return {
    record(program, x, neighbourhood) {
      const outputs: Tensor[] = [];
      for (const block of blocks) {
        outputs.push(block.record(program, outputs.at(-1) ?? x, neighbourhood));
      }
      return concatColumns(program, outputs);
    },
  };
}
