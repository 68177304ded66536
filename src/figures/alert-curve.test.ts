import { describe, expect, it } from 'vitest';
import { alertCurve } from './alert-curve.js';

const points = [
  { alerts: 1, caught: 1 },
  { alerts: 5, caught: 3 },
  { alerts: 40, caught: 8 },
  { alerts: 200, caught: 10 },
  { alerts: 1000, caught: 10 },
];
const data = { rows: 1000, events: 10, points };

const titleOf = (svg: string) => /<title>([^<]*)</.exec(svg)?.[1];

describe('alertCurve', () => {
  it('draws as before', async () => {
    const svg = alertCurve({ ...data, decision: { alerts: 5, caught: 3 } });
    await expect(svg).toMatchFileSnapshot('fixtures/alert-curve.svg');
  });

  it('says what the decision catches, or what half of the events take', () => {
    expect(titleOf(alertCurve({ ...data, decision: { alerts: 40, caught: 8 } }))).toBe(
      'The decision catches 8 of 10 events with 40 alerts per 1,000 rows',
    );
    expect(titleOf(alertCurve({ ...data, decision: { alerts: 0, caught: 0 } }))).toBe(
      'The decision raises no alert and catches none of 10 events',
    );
    expect(titleOf(alertCurve(data))).toBe('40 alerts per 1,000 rows catch half of the events');
  });

  it('has a logarithmic axis for rare events only, and is as wide as it should be', () => {
    expect(alertCurve(data)).toContain('(logarithmic)');
    const common = { rows: 10, events: 4, points: [{ alerts: 10, caught: 4 }], width: 360 };
    expect(alertCurve(common)).not.toContain('(logarithmic)');
    expect(alertCurve(common)).toContain('viewBox="0 0 360 ');
  });

  it('refuses counts that cannot be', () => {
    expect(() => alertCurve({ ...data, events: 0 })).toThrow('events is 0 of 1000 rows');
    expect(() => alertCurve({ ...data, points: [{ alerts: 2, caught: 3 }] })).toThrow(
      '3 of 10 events are caught by 2 alerts of 1000 rows',
    );
    expect(() => alertCurve({ ...data, points: [] })).toThrow('points is empty');
  });
});
