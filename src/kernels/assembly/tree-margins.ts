// Prediction by boosted trees: each row descends each tree, and the value of its leaf is added to its margin.

/** The node under `node` that a row goes to; a leaf stays where it is. Without a branch, which nothing could predict. */
// @ts-ignore: decorator
@inline
function descend(nodes: usize, node: i32, row: usize): i32 {
  const at = nodes + <usize>node;
  const column = load<i32>(at);
  const value = load<f32>(row + <usize>(column & ~3));
  const left = i32(value <= load<f32>(at, 4)) | (i32(value != value) & column);
  return load<i32>(at, 8) + (((left & 1) - 1) & load<i32>(at, 12));
}

/**
 * As `descend`, where some columns hold codes of categories: at their nodes, marked by a 2 in the first word, the second
 * is the index in `sets` at which the set of the codes that go left begins, a bit a code.
 */
// @ts-ignore: decorator
@inline
function descendByCodes(nodes: usize, node: i32, row: usize, sets: usize): i32 {
  const at = nodes + <usize>node;
  const column = load<i32>(at);
  if ((column & 2) == 0) return descend(nodes, node, row);
  const code = <i32>load<f32>(row + <usize>(column & ~3));
  const word = load<i32>(sets + (<usize>(load<i32>(at, 4) + (code >> 5)) << 2));
  return load<i32>(at, 8) + ((((word >> (code & 31)) & 1) - 1) & load<i32>(at, 12));
}

/**
 * `addTreeMargins` for trees with splits of categories (`descendByCodes`). The values of x in their columns are codes,
 * all of them within the sets.
 */
export function addCodeTreeMargins(
  rows: i32, columns: i32, x: usize, trees: i32, roots: usize, depths: usize, nodes: usize, sets: usize, outputs: i32,
  margins: usize,
): void {
  const width = <usize>columns << 2;
  const apart = <usize>outputs << 2;
  for (let t = 0; t < trees; t++) {
    const root = load<i32>(roots + (<usize>t << 2));
    const depth = load<i32>(depths + (<usize>t << 2));
    let to = margins + (<usize>(t % outputs) << 2);
    let row = x;
    for (let i = 0; i < rows; i++) {
      let node = root;
      for (let level = 0; level < depth; level++) node = descendByCodes(nodes, node, row, sets);
      addLeaf(to, nodes, node);
      to += apart;
      row += width;
    }
  }
}

/**
 * Adds to `margins` (rows x outputs) the leaves that rows of x (rows x columns) reach: those of tree t to output
 * t % outputs. A node is 16 bytes: 4 * column, plus 1 where missing values go left; the threshold, or the value of a
 * leaf; the byte at which its left child begins, a leaf itself; from there the bytes to the right child, 0 for a leaf.
 * `roots` has the first byte of each tree, `depths` how far down its leaves lie.
 */
export function addTreeMargins(
  rows: i32, columns: i32, x: usize, trees: i32, roots: usize, depths: usize, nodes: usize, outputs: i32, margins: usize,
): void {
  const width = <usize>columns << 2;
  const apart = <usize>outputs << 2;
  for (let t = 0; t < trees; t++) {
    const root = load<i32>(roots + (<usize>t << 2));
    const depth = load<i32>(depths + (<usize>t << 2));
    let to = margins + (<usize>(t % outputs) << 2);
    let row = x;
    let i = 0;
    // Four rows at once: one waits for its node while the others go on.
    for (; i + 4 <= rows; i += 4) {
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      const second = row + width;
      const third = second + width;
      const fourth = third + width;
      for (let level = 0; level < depth; level++) {
        a = descend(nodes, a, row);
        b = descend(nodes, b, second);
        c = descend(nodes, c, third);
        d = descend(nodes, d, fourth);
      }
      addLeaf(to, nodes, a);
      addLeaf(to + apart, nodes, b);
      addLeaf(to + 2 * apart, nodes, c);
      addLeaf(to + 3 * apart, nodes, d);
      to += 4 * apart;
      row = fourth + width;
    }
    for (; i < rows; i++) {
      let a = root;
      for (let level = 0; level < depth; level++) a = descend(nodes, a, row);
      addLeaf(to, nodes, a);
      to += apart;
      row += width;
    }
  }
}

// @ts-ignore: decorator
@inline
function addLeaf(margin: usize, nodes: usize, leaf: i32): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(nodes + <usize>leaf, 4));
}
