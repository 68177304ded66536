/**
 * A quadtree over points of the plane, rebuilt in place for every layout. Points are sorted along the Z-order curve
 * (Morton, 1966), so that the points of every square are contiguous; nodes are in depth-first order, and each has the
 * index of the next node if its children are skipped. Squares with one occupied quarter are omitted, so there are
 * fewer than twice as many nodes as points.
 */

/** Bits of a coordinate in the sort key: squares down to 2^-16 of the side. */
const LEVELS = 16;
const FINEST = 2 ** LEVELS;
/** Most points of a leaf. Leaves with more are squares of the finest level. */
export const MOST_IN_LEAF = 8;

export class Quadtree {
  /** Points in the order of the curve: indices and coordinates. */
  readonly order: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Number of nodes in use. */
  nodes = 0;
  /** The points of a node, as a range of the order. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The next node that is not inside this one; a leaf's is the next one. */
  readonly skip: Int32Array;
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Squared side of the node's square. */
  readonly squaredSide: Float64Array;
  #keys: Uint32Array;
  #otherKeys: Uint32Array;
  #order: Int32Array;
  #otherOrder: Int32Array;
  #side = 0;

  constructor(points: number) {
    this.order = new Int32Array(points);
    this.x = new Float64Array(points);
    this.y = new Float64Array(points);
    const most = 2 * points;
    this.start = new Int32Array(most);
    this.end = new Int32Array(most);
    this.skip = new Int32Array(most);
    this.meanX = new Float64Array(most);
    this.meanY = new Float64Array(most);
    this.squaredSide = new Float64Array(most);
    this.#keys = new Uint32Array(points);
    this.#otherKeys = new Uint32Array(points);
    this.#order = new Int32Array(points);
    this.#otherOrder = new Int32Array(points);
  }

  /** @param layout points x 2 finite coordinates */
  build(layout: Float64Array): void {
    this.#setKeys(layout);
    this.#sort();
    this.order.set(this.#order);
    for (let i = 0; i < this.order.length; i++) {
      this.x[i] = layout[2 * this.order[i]];
      this.y[i] = layout[2 * this.order[i] + 1];
    }
    this.nodes = 0;
    this.#addNode(0, this.order.length);
  }

  #setKeys(layout: Float64Array): void {
    let [lowX, highX, lowY, highY] = [layout[0], layout[0], layout[1], layout[1]];
    for (let i = 2; i < layout.length; i += 2) {
      lowX = Math.min(lowX, layout[i]);
      highX = Math.max(highX, layout[i]);
      lowY = Math.min(lowY, layout[i + 1]);
      highY = Math.max(highY, layout[i + 1]);
    }
    this.#side = Math.max(highX - lowX, highY - lowY);
    const scale = this.#side > 0 ? FINEST / this.#side : 0;
    for (let i = 0; i < this.#keys.length; i++) {
      const column = Math.min(FINEST - 1, Math.floor((layout[2 * i] - lowX) * scale));
      const row = Math.min(FINEST - 1, Math.floor((layout[2 * i + 1] - lowY) * scale));
      this.#keys[i] = spread(column) | (spread(row) << 1);
      this.#order[i] = i;
    }
  }

  /** Radix sort by the keys, least significant byte first; points with equal keys keep their order. */
  #sort(): void {
    const counts = new Int32Array(257);
    for (let shift = 0; shift < 32; shift += 8) {
      counts.fill(0);
      for (const key of this.#keys) counts[((key >>> shift) & 255) + 1]++;
      for (let b = 1; b < 256; b++) counts[b] += counts[b - 1];
      for (let i = 0; i < this.#keys.length; i++) {
        const at = counts[(this.#keys[i] >>> shift) & 255]++;
        this.#otherKeys[at] = this.#keys[i];
        this.#otherOrder[at] = this.#order[i];
      }
      [this.#keys, this.#otherKeys] = [this.#otherKeys, this.#keys];
      [this.#order, this.#otherOrder] = [this.#otherOrder, this.#order];
    }
  }

  /** Builds the node of a range of points, and all below it. */
  #addNode(start: number, end: number): void {
    const node = this.nodes++;
    this.start[node] = start;
    this.end[node] = end;
    // The smallest square that contains the range: the common prefix of its first and last key.
    const level = Math.clz32(this.#keys[start] ^ this.#keys[end - 1]) >> 1;
    this.squaredSide[node] = (this.#side / 2 ** level) ** 2;
    if (end - start <= MOST_IN_LEAF || level === LEVELS) this.#setLeafMean(node);
    else {
      const shift = 2 * (LEVELS - 1 - level);
      for (let from = start; from < end; ) {
        const quarter = this.#keys[from] >>> shift;
        let to = from + 1;
        while (to < end && this.#keys[to] >>> shift === quarter) to++;
        this.#addNode(from, to);
        from = to;
      }
      this.#setMeanOfChildren(node);
    }
    this.skip[node] = this.nodes;
  }

  #setLeafMean(node: number): void {
    let [sumX, sumY] = [0, 0];
    for (let i = this.start[node]; i < this.end[node]; i++) {
      sumX += this.x[i];
      sumY += this.y[i];
    }
    const points = this.end[node] - this.start[node];
    this.meanX[node] = sumX / points;
    this.meanY[node] = sumY / points;
  }

  #setMeanOfChildren(node: number): void {
    let [sumX, sumY] = [0, 0];
    for (let child = node + 1; child < this.nodes; child = this.skip[child]) {
      const points = this.end[child] - this.start[child];
      sumX += points * this.meanX[child];
      sumY += points * this.meanY[child];
    }
    const points = this.end[node] - this.start[node];
    this.meanX[node] = sumX / points;
    this.meanY[node] = sumY / points;
  }
}

/** The 16 bits of `value`, each preceded by a 0. */
function spread(value: number): number {
  let bits = value;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
