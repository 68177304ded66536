import { describe, expect, it } from 'vitest';
import type { Label } from '../../matrix.js';
import { Argmax } from '../argmax.js';
import { CostDecision } from '../cost.js';
import { parseCosts } from '../cost-matrix.js';
import { ReviewRule } from './review-rule.js';

const CLASSES = ['no', 'yes'];
const probabilitiesOf = (...yes: number[]) => ({
  data: Float32Array.from(yes.flatMap((p) => [1 - p, p])),
  rows: yes.length,
  columns: 2,
});

describe('a review', () => {
  it('is for sets that are not the predicted class alone', () => {
    const labels: Label[] = ['no', 'yes', 'no', 'yes', 'no'];
    const sets = [['no'], ['yes'], ['no', 'yes'], [], ['yes']];
    const rule = new ReviewRule(CLASSES, new Argmax());
    const probabilities = probabilitiesOf(0.1, 0.9, 0.4, 0.6, 0.5);
    expect(rule.reasons({ labels, probabilities, sets })).toEqual([
      '',
      '',
      'prediction set of 2 classes',
      'empty prediction set',
      'prediction "no" is not in the prediction set',
    ]);
    expect(rule.reasons({ labels, probabilities })).toEqual(['', '', '', '', '']);
  });

  it('is for rows of which every class is expected to cost more, which are those that the decision hands to it', () => {
    const decision = new CostDecision(parseCosts('yes:no=100,no:yes=5,*:review=2', CLASSES));
    const rule = new ReviewRule(CLASSES, decision);
    const probabilities = probabilitiesOf(0.01, 0.03, 0.5, 0.95);
    const decided = decision.decide(probabilities);
    const labels = Array.from(decided, (action) => ['no', 'yes', 'review'][action]);
    expect(labels).toEqual(['no', 'review', 'review', 'yes']);
    expect(rule.reasons({ labels, probabilities })).toEqual([
      '',
      'expected cost 3, of a review 2',
      'expected cost 2.5, of a review 2',
      '',
    ]);
    // The action review is no class that a set could be without.
    const sets = [['no', 'yes'], ['no'], [], ['yes']];
    expect(rule.reasons({ labels, probabilities, sets })).toEqual([
      'prediction set of 2 classes',
      'expected cost 3, of a review 2',
      'empty prediction set; expected cost 2.5, of a review 2',
      '',
    ]);
  });

  it('has no cost if the costs have none', () => {
    const rule = new ReviewRule(CLASSES, new CostDecision(parseCosts('yes:no=100,no:yes=5', CLASSES)));
    expect(rule.reasons({ labels: ['yes'], probabilities: probabilitiesOf(0.5) })).toEqual(['']);
  });
});
