import { describe, expect, it } from 'vitest';
import { RowSample } from './row-sample.js';

describe('RowSample', () => {
  it('keeps each row with the same probability', () => {
    const sample = new RowSample(['x'], 500);
    for (let x = 0; x < 20_000; x++) sample.add(() => ({ x }));
    expect([sample.rows.length, sample.seen]).toEqual([500, 20_000]);
    const values = sample.rows.map(({ x }) => Number(x));
    expect(new Set(values).size).toBe(500);
    // Uniform from 0 to 20,000: the standard error of the mean is 258.
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / 500 - 10_000)).toBeLessThan(4 * 258);
  });

  it('keeps only the columns of the model, whatever their names', () => {
    const sample = new RowSample(['__proto__', 'x'], 10);
    sample.add(() => JSON.parse('{"__proto__":"a","x":1,"secret":"s"}'));
    expect(JSON.stringify(sample.rows)).toBe('[{"__proto__":"a","x":1}]');
  });

  it('leaves out rows of long texts, and keeps fewer of very wide tables', () => {
    const sample = new RowSample(['x'], 10);
    sample.add(() => ({ x: 'a'.repeat(8192) }));
    sample.add(() => ({ x: 'a'.repeat(8193) }));
    sample.add(() => ({ x: ['a'.repeat(8192), 'b'] }));
    expect([sample.rows.length, sample.seen, sample.leftOut]).toEqual([1, 3, 2]);
    const columns = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
    const wide = new RowSample(columns, 2000);
    for (let row = 0; row < 12; row++) wide.add(() => ({}));
    expect(wide.rows).toHaveLength(10);
  });
});
