// Margins of boosted trees that are stored as complete binary trees on 8-bit codes: all nodes of a tree are compared for
// 32 rows at once, which is quicker than following each row from node to node.

/** Indices of leaves for 32 rows, of every subtree of three levels. */
const FOUND = memory.data(1024, 16);

/** The larger of `left` and, where the mask is set, `right`: the leaves of a right subtree have larger indices. */
// @ts-ignore: decorator
@inline
function choose(mask: v128, left: v128, right: v128): v128 {
  return i8x16.max_u(left, v128.and(mask, right));
}

/** Where the codes at an address are above the threshold in the lowest byte of a node. */
// @ts-ignore: decorator
@inline
function above(codes: usize, threshold: v128): v128 {
  return i8x16.gt_s(v128.load(codes), threshold);
}

/** The address of a node's codes of the rows from `codes` on. */
// @ts-ignore: decorator
@inline
function codesOf(node: usize, codes: usize): usize {
  return codes + <usize>(load<u32>(node) >>> 8);
}

/** Writes the leaves, counted from `first`, that 32 rows reach in the subtree of three levels at `node` to `found`. */
// @ts-ignore: decorator
@inline
function findInSubtree(node: usize, codes: usize, first: v128, found: usize): void {
  if (load<i32>(node, 28) != 0) {
    // No splits.
    v128.store(found, first);
    v128.store(found, first, 16);
    return;
  }
  let at = codesOf(node + 12, codes);
  let threshold = v128.load8_splat(node + 12);
  let a = i8x16.sub(i8x16.splat(0), above(at, threshold));
  let b = i8x16.sub(i8x16.splat(0), above(at + 16, threshold));
  at = codesOf(node + 16, codes);
  threshold = v128.load8_splat(node + 16);
  let c = i8x16.sub(i8x16.splat(2), above(at, threshold));
  let d = i8x16.sub(i8x16.splat(2), above(at + 16, threshold));
  at = codesOf(node + 4, codes);
  threshold = v128.load8_splat(node + 4);
  const left = choose(above(at, threshold), a, c);
  const leftHigh = choose(above(at + 16, threshold), b, d);
  at = codesOf(node + 20, codes);
  threshold = v128.load8_splat(node + 20);
  a = i8x16.sub(i8x16.splat(4), above(at, threshold));
  b = i8x16.sub(i8x16.splat(4), above(at + 16, threshold));
  at = codesOf(node + 24, codes);
  threshold = v128.load8_splat(node + 24);
  c = i8x16.sub(i8x16.splat(6), above(at, threshold));
  d = i8x16.sub(i8x16.splat(6), above(at + 16, threshold));
  at = codesOf(node + 8, codes);
  threshold = v128.load8_splat(node + 8);
  a = choose(above(at, threshold), a, c);
  b = choose(above(at + 16, threshold), b, d);
  at = codesOf(node, codes);
  threshold = v128.load8_splat(node);
  v128.store(found, i8x16.add(first, choose(above(at, threshold), left, a)));
  v128.store(found, i8x16.add(first, choose(above(at + 16, threshold), leftHigh, b)), 16);
}

/** 1 if a row, whose first code is at an address, goes right at a node. */
// @ts-ignore: decorator
@inline
function isRight(node: usize, codes: usize): i32 {
  return i32(load<i8>(codesOf(node, codes)) > load<i8>(node));
}

/** The leaf that one row reaches in the tree at an address. */
// @ts-ignore: decorator
@inline
function findLeaf(tree: usize, leaves: usize, subtrees: i32, codes: usize): i32 {
  let subtree = 0;
  for (let nodes = 1; nodes < subtrees; nodes <<= 1) {
    const node = leaves + (<usize>(subtree + 1 - (nodes << 1)) << 2);
    subtree = (subtree << 1) + isRight(node, codes);
  }
  const at = tree + (<usize>subtree << 5);
  let leaf = 1 + isRight(at, codes);
  leaf = 2 * leaf + 1 + isRight(at + (<usize>leaf << 2), codes);
  leaf = 2 * leaf + 1 + isRight(at + (<usize>leaf << 2), codes);
  return (subtree << 3) + leaf - 7;
}

/** So few rows are followed one by one. */
const FEW = 4;

/**
 * Adds to `margins` (rows x outputs) the leaves that rows reach: those of tree t to output t % outputs. `codes` are signed
 * bytes, a place after the other, `32 * blocks` rows in each; those behind the rows may be anything.
 *
 * A tree of 3 + h levels, h = heights[t] at most 5, begins at starts[t] in `nodes` with 2^h subtrees of three levels from
 * left to right: seven nodes, the children of node i being 2 i + 1 and 2 i + 2, and a word that is not 0 if all rows reach
 * its first leaf. The nodes above follow, level by level, the lowest first, and then the leaves (32-bit floats). A node
 * is 2^8 times the first byte of its place, plus the largest code that goes left as a byte.
 */
export function addByteTrees(
  rows: i32, codes: usize, trees: i32, starts: usize, heights: usize, nodes: usize, outputs: i32, margins: usize,
): void {
  const apart = <usize>outputs << 2;
  for (let t = 0; t < trees; t++) {
    const tree = nodes + (<usize>load<i32>(starts + (<usize>t << 2)) << 2);
    const subtrees = 1 << load<i32>(heights + (<usize>t << 2));
    const upper = tree + (<usize>subtrees << 5);
    const leaves = upper + (<usize>(subtrees - 1) << 2);
    let to = margins + (<usize>(t % outputs) << 2);
    for (let from = 0; from < rows; from += 32) {
      const own = codes + <usize>from;
      const count = min(32, rows - from);
      if (count <= FEW) {
        for (let i = 0; i < count; i++) {
          const leaf = findLeaf(tree, leaves, subtrees, own + <usize>i);
          store<f32>(to, load<f32>(to) + load<f32>(leaves + (<usize>leaf << 2)));
          to += apart;
        }
        break;
      }
      for (let s = 0; s < subtrees; s++) {
        findInSubtree(tree + (<usize>s << 5), own, i8x16.splat(<i8>(s << 3)), FOUND + (<usize>s << 5));
      }
      let node = upper;
      for (let pairs = subtrees >> 1; pairs > 0; pairs >>= 1) {
        for (let p = 0; p < pairs; p++) {
          const at = codesOf(node, own);
          const threshold = v128.load8_splat(node);
          const pair = FOUND + (<usize>p << 6);
          const low = choose(above(at, threshold), v128.load(pair), v128.load(pair, 32));
          const high = choose(above(at + 16, threshold), v128.load(pair, 16), v128.load(pair, 48));
          v128.store(FOUND + (<usize>p << 5), low);
          v128.store(FOUND + (<usize>p << 5), high, 16);
          node += 4;
        }
      }
      for (let i = 0; i < count; i++) {
        store<f32>(to, load<f32>(to) + load<f32>(leaves + (<usize>load<u8>(FOUND + <usize>i) << 2)));
        to += apart;
      }
    }
  }
}
