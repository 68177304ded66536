import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../test/support/simulated-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { CostDecision, costKind } from './cost.js';
import { parseCosts, parseCostTable } from './cost-matrix.js';

const classes = ['ok', 'fraud'];

describe('costs as text', () => {
  it('reads entries, a class for all, labels in quotes and of other types', () => {
    expect(parseCosts('fraud:ok=100, ok:fraud=5', classes)).toEqual({
      review: false,
      costs: [
        [0, 5],
        [100, 0],
      ],
    });
    expect(parseCosts('fraud:ok=1e2,ok:fraud=5,*:review=2,fraud:review=3', classes)).toEqual({
      review: true,
      costs: [
        [0, 5, 2],
        [100, 0, 3],
      ],
    });
    expect(parseCosts('"a:b":c=1,c:"a:b"=2.5,c:c=.5', ['a:b', 'c']).costs).toEqual([
      [0, 1],
      [2.5, 0.5],
    ]);
    expect(parseCosts('1:0=4,0:1=3', [0, 1]).costs).toEqual([
      [0, 3],
      [4, 0],
    ]);
    // A class of this name is a class.
    expect(parseCosts('*:review=1,*:ok=2', ['ok', 'review']).review).toBe(false);
  });

  it.each([
    ['fraud=3', /write TRUE_CLASS:ACTION=COST/],
    ['fraud:ok', /write TRUE_CLASS:ACTION=COST/],
    ['froud:ok=3', /"froud" is not a class. Did you mean "fraud"\?/],
    ['fraud:reviw=3', /"reviw" is not an action. Did you mean "review"\?/],
    ['fraud:ok=-3', /is "-3": give a number from 0 up/],
    ['fraud:ok=much', /is "much"/],
    ['fraud:ok=3,fraud:ok=4', /given twice/],
    ['fraud:ok=3', /no cost for "ok:fraud"/],
    ['*:ok=3,*:fraud=2,ok:review=1', /no cost for "fraud:review"/],
    ['"fraud:ok=3', /write TRUE_CLASS:ACTION=COST/],
  ])('refuses %s', (text, message) => {
    expect(() => parseCosts(text, classes)).toThrow(message);
  });

  it('reads a table', () => {
    expect(parseCostTable(',fraud,ok,review\r\nok, 5,,2\r\n"fraud",0,"100",3\r\n\r\n', classes)).toEqual({
      review: true,
      costs: [
        [0, 5, 2],
        [100, 0, 3],
      ],
    });
    expect(parseCostTable('x,"a ""b"", c",d\n"a ""b"", c",0,1\nd,2,0', ['a "b", c', 'd']).costs).toEqual([
      [0, 1],
      [2, 0],
    ]);
  });

  it.each([';', '\t', '|'])('reads a table separated by %j', (delimiter) => {
    const lines = ['class,ok,fraud,review', '"ok",0,5,2', 'fraud,100.5,,2'];
    const text = lines.map((line) => line.replaceAll(',', delimiter)).join('\n');
    expect(parseCostTable(text, classes)).toEqual(parseCostTable(lines.join('\n'), classes));
    expect(parseCostTable(text, classes).costs).toEqual([
      [0, 5, 2],
      [100.5, 0, 2],
    ]);
  });

  it.each([
    ['\n', /^costs\.csv is empty/],
    ['\nok\nfraud', /^costs\.csv, line 2: the header has no actions/],
    [',ok\nok,1,2', /^costs\.csv, line 2: there are 2 costs for "ok", but 1 action$/],
    [',ok,fraud\nok,,', /^costs\.csv: there is no cost for/],
    [',ok,fraud\n\nok,,-1', /^costs\.csv, line 3: the cost of "fraud" for "ok" is "-1": give a number/],
    [';ok;fraud\nok;0;1,5', /^costs\.csv, line 2: the cost of "fraud" for "ok" is "1,5": give a number/],
    [',ok,fraud\nok,0,1\nfrau,1,0', /^costs\.csv, line 3: .*"frau" is not a class\. Did you mean "fraud"/],
    [',ok,fraudd\nok,0,1', /^costs\.csv, line 2: .*"fraudd" is not an action\. Did you mean "fraud"/],
  ])('names the file and the line of what is wrong in %j', (text, message) => {
    expect(() => parseCostTable({ text, name: 'costs.csv' }, classes)).toThrow(InputError);
    expect(() => parseCostTable({ text, name: 'costs.csv' }, classes)).toThrow(message);
  });
});

describe('CostDecision', () => {
  const costsOf = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }), {
    minLength: 3,
    maxLength: 3,
  });

  it('takes the action of least expected cost, before and after saving', () => {
    const { probabilities } = simulate({ rows: 40, biases: [0, 0, 0] }, new RandomStream(1, 'cost'));
    fc.assert(
      fc.property(costsOf, (costs) => {
        const decision = new CostDecision({ review: true, costs });
        const decided = decision.decide(probabilities);
        decided.forEach((action, row) => {
          const expected = costs[0].map((_, a) =>
            costs.reduce((sum, ofClass, c) => sum + probabilities.data[3 * row + c] * ofClass[a], 0),
          );
          expect(expected[action]).toBeCloseTo(Math.min(...expected), 9);
        });
        const saved = costKind.schema.parse(JSON.parse(JSON.stringify(decision)));
        expect(costKind.revive(saved, ['a', 'b', 'c']).decide(probabilities)).toEqual(decided);
        expect(() => costKind.revive(saved, ['a', 'b'])).toThrow(/2 classes/);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('hands over what is in doubt, and names its actions', () => {
    const decision = new CostDecision(parseCosts('fraud:ok=100,ok:fraud=100,*:review=10', classes));
    const P = { data: Float32Array.of(0.99, 0.01, 0.5, 0.5, 0.01, 0.99), rows: 3, columns: 2 };
    const actions = decision.actionsOf(classes);
    expect(Array.from(decision.decide(P), (a) => actions[a])).toEqual(['ok', 'review', 'fraud']);
  });
});
