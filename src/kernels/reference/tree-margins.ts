/** Plain twins of assembly/tree-margins.ts. */
import type { ReferenceMemory } from './memory.js';

export function treeMarginKernels(memory: ReferenceMemory) {
  const index = (address: number) => address >>> memory.shift;
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  /** The kernel `addCodeTreeMargins`. */
  function addMargins(
    rows: number,
    columns: number,
    x: number,
    trees: number,
    roots: number,
    depths: number,
    nodes: number,
    sets: number,
    outputs: number,
    margins: number,
  ): void {
    const F = memory.floats;
    const words = new Int32Array(memory.ints.buffer, nodes);
    const thresholds = new Float32Array(memory.ints.buffer, nodes);
    const members = new Int32Array(memory.ints.buffer, sets);
    const first = integers(roots, trees);
    const depth = integers(depths, trees);
    for (let t = 0; t < trees; t++) {
      for (let row = 0; row < rows; row++) {
        let node = first[t] >>> 2;
        for (let level = 0; level < depth[t]; level++) {
          const value = F[index(x) + row * columns + (words[node] >> 2)];
          let left = Number.isNaN(value) ? (words[node] & 1) === 1 : value <= thresholds[node + 1];
          if ((words[node] & 2) === 2) {
            left = ((members[words[node + 1] + (value >> 5)] >>> (value & 31)) & 1) === 1;
          }
          node = (words[node + 2] + (left ? 0 : words[node + 3])) >>> 2;
        }
        F[index(margins) + row * outputs + (t % outputs)] += thresholds[node + 1];
      }
    }
  }

  return {
    /**
     * Adds to `margins` (rows x outputs) the values of the leaves that rows of x (rows x columns) reach, those of
     * tree t to output t % outputs. A node has 16 bytes: 4 * column, plus 1 if missing values go left; the threshold
     * as a 32-bit float, or the value of a leaf; the byte offset of its left child, or of the leaf itself; the offset
     * from there to the right child, 0 for a leaf. `roots` has the first byte of each tree, `depths` its depth.
     */
    addTreeMargins(
      rows: number,
      columns: number,
      x: number,
      trees: number,
      roots: number,
      depths: number,
      nodes: number,
      outputs: number,
      margins: number,
    ): void {
      // Without the mark of a category no set is read.
      addMargins(rows, columns, x, trees, roots, depths, nodes, 0, outputs, margins);
    },

    /**
     * `addTreeMargins` for trees with splits of categories: at their nodes, marked by a 2 in the first word, the second
     * is the index in `sets` at which the set of the codes that go left begins, one bit per code. The values of x in
     * these columns are codes, all of them within the sets.
     */
    addCodeTreeMargins: addMargins,
  };
}
