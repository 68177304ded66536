import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { decisionSpecification, parseDecision } from './parse-decision.js';

const floor = (metric: string, least: number, label?: string) =>
  label === undefined ? { metric, least } : { label, metric, least };

const READ = [
  ['argmax', { kind: 'argmax' }],
  [' macro-f1 ', { kind: 'metric', metric: 'macro-f1' }],
  ['f0.5', { kind: 'metric', metric: 'f0.5' }],
  ['recall>=0.9', { kind: 'floors', floors: [floor('recall', 0.9)] }],
  ['precision >= 50%', { kind: 'floors', floors: [floor('precision', 0.5)] }],
  [
    'fraud:recall>=.9, "a,b:c>=d":recall>=1',
    { kind: 'floors', floors: [floor('recall', 0.9, 'fraud'), floor('recall', 1, 'a,b:c>=d')] },
  ],
  ['alerts=200', { kind: 'alerts', capacity: { rows: 200 } }],
  ['alerts = 1%', { kind: 'alerts', capacity: { share: 0.01 } }],
  ['cost', { kind: 'cost' }],
  ['cost my costs.csv', { kind: 'cost', file: 'my costs.csv' }],
] as const;

describe('parseDecision', () => {
  it.each(READ)('reads %s', (text, expected) => {
    const specification = parseDecision(text);
    expect(specification).toEqual(expected);
    expect(decisionSpecification.parse(specification)).toEqual(expected);
  });

  it.each([
    ['', /Examples: argmax/],
    ['macrof1', /Did you mean "macro-f1"\?/],
    ['balanced-acuracy', /Did you mean "balanced-accuracy"\?/],
    ['recall', /Write recall>=0.9/],
    ['recall>0.9', /Write recall>=0.9/],
    ['recal>=0.9', /Did you mean "recall"\?/],
    ['recall>=90', /is a share/],
    ['recall>=', /is a share/],
    ['recall>=0', /is a share/],
    ['a:recall>0.9,b:recall>=0.8', /floor "a:recall>0.9"/],
    ['alerts', /Write alerts=200/],
    ['alerts=0', /alerts is "0"/],
    ['alerts=1.5', /alerts is "1.5"/],
    ['alerts=120%', /alerts is "120%"/],
    ['fraud:precision', /not a valid value/],
  ])('refuses %j', (text, message) => {
    expect(() => parseDecision(text)).toThrow(InputError);
    expect(() => parseDecision(text)).toThrow(message);
  });

  it('reads or refuses any text', () => {
    const pieces = fc.constantFrom(
      'recall',
      'precision',
      '>=',
      '0.5',
      ':',
      ',',
      '"',
      'alerts',
      '=',
      '%',
      'cost',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          try {
            decisionSpecification.parse(parseDecision(text));
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});
