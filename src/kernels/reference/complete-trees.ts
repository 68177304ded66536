/** Plain twins of assembly/complete-trees.ts. Leaves are 32-bit floats in every build. */
import type { ReferenceMemory } from './memory.js';

export function completeTreeKernels(memory: ReferenceMemory) {
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  return {
    /**
     * Adds to `margins` (rows x outputs) the leaves that rows of `codes` (rows x width 16-bit codes) reach, those of
     * tree t to output t % outputs. The tree of depth d that begins at starts[t] in `nodes` has 2^d - 1 nodes, the
     * children of node i being 2 i + 1 and 2 i + 2, followed by 2^d leaves (32-bit floats). A node is 2^16 times the
     * byte offset of its code in a row, plus the largest code that goes left.
     */
    addCompleteTrees(
      rows: number,
      width: number,
      codes: number,
      trees: number,
      starts: number,
      depths: number,
      nodes: number,
      outputs: number,
      margins: number,
    ): void {
      const C = new Uint16Array(memory.ints.buffer, codes, rows * width);
      const words = new Int32Array(memory.ints.buffer, nodes);
      const leaves = new Float32Array(memory.ints.buffer, nodes);
      const start = integers(starts, trees);
      const depth = integers(depths, trees);
      for (let t = 0; t < trees; t++) {
        for (let row = 0; row < rows; row++) {
          let node = 0;
          for (let level = 0; level < depth[t]; level++) {
            const word = words[start[t] + node];
            const code = C[row * width + (word >>> 17)];
            node = 2 * node + (code > (word & 0xffff) ? 2 : 1);
          }
          memory.floats[(margins >>> memory.shift) + row * outputs + (t % outputs)] +=
            leaves[start[t] + node];
        }
      }
    },
  };
}
