import { describe, expect, it } from 'vitest';
import { reliabilityDiagram } from './reliability-diagram.js';

/** Rows are positive less often than their probability says. */
const probabilities = Array.from({ length: 300 }, (_, i) => ((i * 37) % 101) / 100);
const positive = probabilities.map((p, i) => ((i * 53) % 97) / 97 < p ** 1.6);

const titleOf = (data: Parameters<typeof reliabilityDiagram>[0]) =>
  /<title>([^<]*)</.exec(reliabilityDiagram(data))?.[1];

describe('reliabilityDiagram', () => {
  it('draws as before', async () => {
    const svg = reliabilityDiagram({ positive, probabilities, event: 'class <b>' });
    await expect(svg).toMatchFileSnapshot('fixtures/reliability-diagram.svg');
  });

  it('draws the curve before calibration too, with the errors and log losses of both', () => {
    const before = probabilities.map((each) => each ** 0.3);
    const after = probabilities.map((each) => each ** 1.6);
    const logLosses = { before: 0.7, after: 0.4567 };
    const svg = reliabilityDiagram({ positive, probabilities: after, before, logLosses, event: 'B' });
    const [, from, to] = /of B from ([\d.]+) to ([\d.]+)</.exec(svg) ?? [];
    expect(Number(to)).toBeLessThan(Number(from));
    expect(svg).toContain(`calibrated: calibration error ${to}, log loss 0.457`);
    expect(svg).toContain(`before: calibration error ${from}, log loss 0.700`);
    expect(titleOf({ positive, probabilities: before, before: after })).toContain('Calibration raises');
    expect(titleOf({ positive, probabilities: before, before })).toContain('Calibration leaves');
  });

  it('counts rows by their weights, without intervals', () => {
    const weights = Float64Array.from(probabilities, (_, i) => 1 + (i % 3));
    const twice = <T>(values: readonly T[]) =>
      values.flatMap((value, i) => new Array<T>(weights[i]).fill(value));
    const weighted = reliabilityDiagram({ positive, probabilities, weights });
    const copied = reliabilityDiagram({ positive: twice(positive), probabilities: twice(probabilities) });
    const titled = (svg: string) => /<title>([^<]*)</.exec(svg)?.[1];
    expect(titled(weighted)).toBe(titled(copied));
    expect(titled(weighted)).not.toBe(titleOf({ positive, probabilities }));
    expect(weighted).toContain('weight of rows');
    expect(weighted).not.toContain('95 % interval');
  });

  it('has its panels below each other where there is no room beside', () => {
    const [wide, narrow] = [720, 360].map((width) => reliabilityDiagram({ positive, probabilities, width }));
    const placesOf = (svg: string) =>
      [...svg.matchAll(/<svg y="(\d+)" x="(\d+)"/g)].map(([, y, x]) => [x, y]);
    expect(new Set(placesOf(wide).map(([x]) => x)).size).toBe(2);
    expect(new Set(placesOf(narrow).map(([x]) => x)).size).toBe(1);
    expect(narrow).toContain('viewBox="0 0 360 ');
  });

  it('says how far off the probabilities are, and to which side', () => {
    const half = [true, false, true, false];
    expect(titleOf({ positive: half, probabilities: [0.9, 0.9, 0.9, 0.9] })).toBe(
      'Expected calibration error 0.400: probabilities of the positive class are mostly too high',
    );
    expect(titleOf({ positive: half, probabilities: [0.1, 0.1, 0.1, 0.1], event: 'B' })).toBe(
      'Expected calibration error 0.400: probabilities of B are mostly too low',
    );
    expect(titleOf({ positive: half, probabilities: [0.5, 0.5, 0.5, 0.5] })).toBe(
      'Expected calibration error 0.000 for the positive class',
    );
    expect(titleOf({ positive: half, probabilities: [0.8, 0.2, 0.8, 0.2] })).toBe(
      'Expected calibration error 0.200: probabilities of the positive class are too high here and too low there',
    );
  });

  it('puts a point of the share at the mean probability of its bin', () => {
    const svg = reliabilityDiagram({ positive: [true, false], probabilities: [0.5, 0.5] });
    const circle = /<circle[^>]*>/.exec(svg)?.[0] ?? '';
    // The middle of the frame from 44 to 334 and from 30 to 296.
    expect(circle).toContain('cx="189"');
    expect(circle).toContain('cy="163"');
  });

  it('refuses what is not a probability', () => {
    expect(() => reliabilityDiagram({ positive: [true], probabilities: [2] })).toThrow(
      'probabilities is 2 at 0',
    );
  });
});
