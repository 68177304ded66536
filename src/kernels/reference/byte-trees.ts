/** Plain twin of assembly/byte-trees.ts. Leaves are 32-bit floats in every build. */
import type { ReferenceMemory } from './memory.js';

export function byteTreeKernels(memory: ReferenceMemory) {
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  return {
    /**
     * Adds to `margins` (rows x outputs) the leaves that rows reach, those of tree t to output t % outputs. `codes` are
     * signed bytes, a place after the other, a multiple of 32 rows in each; those behind the rows may be anything.
     *
     * A tree of 3 + h levels, h = heights[t] at most 5, begins at starts[t] in `nodes` with 2^h subtrees of three levels
     * from left to right: seven nodes, the children of node i being 2 i + 1 and 2 i + 2, and a word that is not 0 if all
     * rows reach its first leaf. The nodes above follow, level by level, the lowest first, and then the leaves (32-bit
     * floats). A node is 2^8 times the first byte of its place, plus the largest code that goes left as a byte.
     */
    addByteTrees(
      rows: number,
      codes: number,
      trees: number,
      starts: number,
      heights: number,
      nodes: number,
      outputs: number,
      margins: number,
    ): void {
      const C = new Int8Array(memory.ints.buffer, codes);
      const words = new Int32Array(memory.ints.buffer, nodes);
      const floats = new Float32Array(memory.ints.buffer, nodes);
      const start = integers(starts, trees);
      const height = integers(heights, trees);
      const isRight = (node: number, row: number) =>
        C[(words[node] >>> 8) + row] > (words[node] << 24) >> 24 ? 1 : 0;
      for (let t = 0; t < trees; t++) {
        const subtrees = 2 ** height[t];
        const leaves = start[t] + 9 * subtrees - 1;
        for (let row = 0; row < rows; row++) {
          let subtree = 0;
          for (let level = 0; level < height[t]; level++) {
            // Of 2^h - 1 nodes the root is the last, and the 2^level of a level end with the first of the next one up.
            const node = leaves - 2 ** (level + 1) + 1 + subtree;
            subtree = 2 * subtree + isRight(node, row);
          }
          const at = start[t] + 8 * subtree;
          let leaf = 0;
          for (let level = 0; level < 3; level++) leaf = 2 * leaf + 1 + isRight(at + leaf, row);
          memory.floats[(margins >>> memory.shift) + row * outputs + (t % outputs)] +=
            floats[leaves + 8 * subtree + leaf - 7];
        }
      }
    },
  };
}
