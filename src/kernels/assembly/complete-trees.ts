// Margins of boosted trees that are stored as complete binary trees on 16-bit codes: a node is four bytes, its children
// need no addresses, and a row's codes are compared instead of its values.
/** The address of the child that a row goes to of the node at an address; `first` is 4 minus the address of the tree's root. */
// @ts-ignore: decorator
@inline
function descend(first: usize, at: usize, row: usize): usize {
  // Left child 2 i + 1, right child 2 i + 2, of four bytes each.
  const right = ((<i32>load<u16>(at) - <i32>load<u16>(row + <usize>load<u16>(at, 2))) >>> 29) & 4;
  return (at << 1) + first + <usize>right;
}

/**
 * Adds to `margins` (rows x outputs) the leaves that rows of `codes` (rows x width 16-bit codes) reach: those of tree t to
 * output t % outputs. The tree of depth d that begins at starts[t] in `nodes` has 2^d - 1 nodes, the children of node i being 2 i + 1
 * and 2 i + 2, and then 2^d leaves (32-bit floats). A node is 2^16 times the byte of its code in a row, plus the largest code that
 * goes left.
 */
export function addCompleteTrees(
  rows: i32, width: i32, codes: usize, trees: i32, starts: usize, depths: usize, nodes: usize, outputs: i32, margins: usize,
): void {
  const span = <usize>width << 1;
  const apart = <usize>outputs << 2;
  for (let t = 0; t < trees; t++) {
    const tree = nodes + (<usize>load<i32>(starts + (<usize>t << 2)) << 2);
    const first = 4 - tree;
    const depth = load<i32>(depths + (<usize>t << 2));
    let to = margins + (<usize>(t % outputs) << 2);
    let row = codes;
    let i = 0;
    // Four rows at once: one waits for its node while the others go on.
    for (; i + 4 <= rows; i += 4) {
      let a = tree;
      let b = tree;
      let c = tree;
      let d = tree;
      const second = row + span;
      const third = second + span;
      const fourth = third + span;
      for (let level = 0; level < depth; level++) {
        a = descend(first, a, row);
        b = descend(first, b, second);
        c = descend(first, c, third);
        d = descend(first, d, fourth);
      }
      addLeaf(to, a);
      addLeaf(to + apart, b);
      addLeaf(to + 2 * apart, c);
      addLeaf(to + 3 * apart, d);
      to += 4 * apart;
      row = fourth + span;
    }
    for (; i < rows; i++) {
      let a = tree;
      for (let level = 0; level < depth; level++) a = descend(first, a, row);
      addLeaf(to, a);
      to += apart;
      row += span;
    }
  }
}

// @ts-ignore: decorator
@inline
function addLeaf(margin: usize, leaf: usize): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(leaf));
}
