import { describe, expect, it } from 'vitest';
import { MARGIN } from './compare-with-paper.js';
import { PAPER_CLAIMS } from './paper-claims.js';
import { verdictRules } from './verdict-rules.js';

describe('verdictRules', () => {
  const ruleOf = (start: string) => verdictRules().find((rule) => rule.startsWith(start)) ?? '';

  it('has the margin of the equivalence test and its levels', () => {
    const rule = ruleOf('Macro F1 as printed');
    expect(rule).toContain(`above -${MARGIN} and below ${MARGIN}`);
    expect(rule).toMatch(/two one-sided t-tests, each at 5 %.*90 % interval lying within 0\.03/);
  });

  it('tells percent of the score from points, by the number that the paper prints for attention', () => {
    const printed = PAPER_CLAIMS.find(({ claim }) => claim === 'without attention macro F1 drops')?.printed;
    expect(printed).toBe('23.2 %');
    // 16.0 points: the other reading, which the paper does not print.
    expect(ruleOf('A drop')).toContain(`in this way (${printed}), and not the mean drop itself (0.160)`);
  });
});
