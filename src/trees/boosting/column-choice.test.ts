import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { DrawnColumns, NestedColumns } from './column-choice.js';

const random = () => new RandomStream(1, 'columns');

describe('NestedColumns', () => {
  it('draws levels from the tree and nodes from the level', () => {
    const chooser = new NestedColumns(40, { byTree: 0.5, byLevel: 0.5, byNode: 0.5 }, random());
    const trees = Array.from({ length: 3 }, () => {
      chooser.startTree();
      return [0, 1].map((depth) => Array.from({ length: 30 }, () => [...chooser.atNode(depth).columns]));
    });
    for (const levels of trees) {
      for (const nodes of levels) {
        for (const node of nodes) expect(node).toEqual([...new Set(node)].sort((a, b) => a - b));
        expect(nodes.map((node) => node.length)).toEqual(nodes.map(() => 5));
        expect(new Set(nodes.flat()).size).toBe(10);
      }
      expect(new Set(levels.flat(2)).size).toBeLessThanOrEqual(20);
    }
    expect(new Set(trees.flat(3)).size).toBeGreaterThan(20);
  });

  it('gives all columns in order where nothing is drawn, and never none', () => {
    const all = new NestedColumns(3, { byTree: 1, byLevel: 1, byNode: 1 }, random());
    all.startTree();
    expect(all.atNode(0)).toEqual({ columns: Int32Array.of(0, 1, 2), count: 3 });
    const few = new NestedColumns(3, { byTree: 0.1, byLevel: 0.1, byNode: 0.1 }, random());
    few.startTree();
    expect(few.atNode(0).columns.length).toBe(1);
  });
});

describe('DrawnColumns', () => {
  it('tries so many and lists the others behind them', () => {
    const chooser = new DrawnColumns(6, 2, random());
    const seen = new Set<number>();
    for (let i = 0; i < 30; i++) {
      const { columns, count } = chooser.atNode();
      expect(count).toBe(2);
      expect([...columns].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      seen.add(columns[0]);
    }
    expect(seen.size).toBe(6);
  });
});
