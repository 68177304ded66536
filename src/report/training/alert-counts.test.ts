import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertCounts, pointOfAlerts } from './alert-counts.js';

/** Few distinct probabilities, so that many rows are equal. */
const rows = fc.array(fc.record({ event: fc.boolean(), tenths: fc.integer({ min: 0, max: 10 }) }), {
  minLength: 1,
  maxLength: 60,
});

describe('alertCounts', () => {
  it('counts as directly at every distinct probability', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const events = drawn.map(({ event }) => event);
        const probabilities = drawn.map(({ tenths }) => tenths / 10);
        const counts = alertCounts(events, probabilities);
        expect(counts.rows).toBe(drawn.length);
        expect(counts.events).toBe(events.filter((event) => event).length);
        const distinct = [...new Set(probabilities)].sort((a, b) => b - a);
        expect(counts.points.map(({ alerts, caught }) => ({ alerts, caught }))).toEqual(
          distinct.map((threshold) => ({
            alerts: probabilities.filter((p) => p >= threshold).length,
            caught: probabilities.filter((p, i) => p >= threshold && events[i]).length,
          })),
        );
      }),
    );
  });

  it('gives thresholds that separate the rows, with as few digits as that takes', () => {
    const probability = fc.float({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 40 }), (probabilities) => {
        const none = probabilities.map(() => false);
        for (const { threshold, alerts } of alertCounts(none, probabilities).points) {
          expect(probabilities.filter((p) => p >= threshold).length).toBe(alerts);
        }
      }),
    );
    const { points } = alertCounts([true, true, true], [0.98765, 0.98751, 0.2]);
    expect(points.map(({ threshold }) => threshold)).toEqual([0.9876, 0.98, 0.2]);
  });

  it('keeps of too many points the ends, the one asked for, and more where alerts are few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (n, wanted) => {
        const keep = Math.min(wanted, n);
        const probabilities = Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
        const events = probabilities.map((p) => p > 0.9);
        const all = alertCounts(events, probabilities, { most: n }).points;
        const { points } = alertCounts(events, probabilities, {
          decision: { alerts: keep, caught: 0 },
          most: 20,
        });
        expect(points.length).toBeLessThanOrEqual(20);
        const alerts = points.map((point) => point.alerts);
        expect(alerts).toEqual([...alerts].sort((a, b) => a - b));
        for (const end of [1, keep, n]) expect(alerts).toContain(end);
        for (const point of points) expect(all).toContainEqual(point);
      }),
      { numRuns: 30 },
    );
    const many = Array.from({ length: 100_000 }, (_, i) => i / 100_000);
    const { points } = alertCounts(
      many.map(() => false),
      many,
    );
    expect(points.length).toBeLessThanOrEqual(500);
    expect(points.filter(({ alerts }) => alerts <= 100).length).toBeGreaterThan(50);
  });
});

describe('pointOfAlerts', () => {
  it('finds the last point with at most so many alerts', () => {
    const points = [2, 3, 7].map((alerts) => ({ threshold: 1 / alerts, alerts, caught: 0 }));
    expect([0, 1, 2, 3, 6, 7, 99].map((alerts) => pointOfAlerts(points, alerts))).toEqual([
      ...[0, 0, 0, 1, 1, 2, 2],
    ]);
  });
});
