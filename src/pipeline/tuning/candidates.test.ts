import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { findClassifier } from '../find-classifier.js';
import { gridCandidates, parseGrids, withoutFixed } from './candidates.js';

const entry = findClassifier('qcl-mixnet');
const candidates = (grids: Parameters<typeof gridCandidates>[1], fixed = {}) =>
  gridCandidates(entry, grids, fixed, 'grid.json');

describe('gridCandidates', () => {
  it('is the product of the lists, the last option varying fastest', () => {
    expect(candidates([{ epochs: [1, 2], batchSize: [8, 16] }])).toEqual([
      { epochs: 1, batchSize: 8 },
      { epochs: 1, batchSize: 16 },
      { epochs: 2, batchSize: 8 },
      { epochs: 2, batchSize: 16 },
    ]);
  });

  it('strings grids together, each combination once; an empty grid is the defaults', () => {
    expect(candidates([{ epochs: [1, 2] }, { epochs: [2, 3] }])).toEqual([
      { epochs: 1 },
      { epochs: 2 },
      { epochs: 3 },
    ]);
    expect(candidates([{}])).toEqual([{}]);
  });

  it.each<[string, Parameters<typeof gridCandidates>[1], object, RegExp]>([
    [
      'an option that does not exist',
      [{ epoch: [1] }],
      {},
      /grid.json.*"epoch".*"epochs".*Options: .*batchSize/,
    ],
    ['a name of object properties', [JSON.parse('{"__proto__": [1]}')], {}, /"__proto__"/],
    ['another such name', [{ constructor: [1] }], {}, /"constructor"/],
    ['the seed', [{ seed: [1, 2] }], {}, /"seed"/],
    [
      'a value out of range',
      [{ epochs: [5, 0] }],
      {},
      /grid.json: 0 is not a valid value for epochs: expected an integer from 1 to 1000000$/,
    ],
    [
      'a value of another type',
      [{ epochs: ['many'] }],
      {},
      /"many" is not a valid value for epochs: expected an/,
    ],
    ['null', [{ epochs: [null] }], {}, /null is not a valid value for epochs: expected an integer/],
    [
      'an option that is fixed too',
      [{ epochs: [5] }],
      { epochs: 3 },
      /epochs is in the grid and also set to 3/,
    ],
    [
      'too many',
      [{ epochs: numbers(200), batchSize: numbers(200) }],
      {},
      /40000 combinations.*by --search random$/,
    ],
  ])('refuses %s', (_, grids, fixed, message) => {
    expect(() => candidates(grids, fixed)).toThrow(InputError);
    expect(() => candidates(grids, fixed)).toThrow(message);
  });
});

describe('parseGrids', () => {
  it('takes an object of lists, or a list of them', () => {
    expect(parseGrids({ epochs: [1] }, 'g')).toEqual([{ epochs: [1] }]);
    expect(parseGrids([{ epochs: [1] }, {}], 'g')).toEqual([{ epochs: [1] }, {}]);
  });

  it.each<[unknown, RegExp]>([
    [3, /g: the grid is 3, not an object; write an object of lists, for example \{"maxDepth": \[3, 6\]/],
    [null, /the grid is null, not an object/],
    ['text', /the grid is "text", not an object/],
    [[], /empty/],
    [[1, 2], /g: grid 1 of the list is 1, not an object; write .*, or a list of such objects$/],
    [[{ epochs: [1] }, [1]], /grid 2 of the list is \[1\], not an object/],
    [numbers(100), /^.{0,400}$/],
    [{ epochs: 5 }, /"epochs" is 5, not a list/],
    [{}, /g: the grid has no options; write/],
    [[{}, {}], /g: the grid has no options/],
    [{ epochs: [] }, /"epochs" has no values/],
  ])('refuses %j', (value, message) => {
    expect(() => parseGrids(value, 'g')).toThrow(InputError);
    expect(() => parseGrids(value, 'g')).toThrow(message);
  });
});

it('withoutFixed leaves out what is fixed', () => {
  expect(withoutFixed({ epochs: [1, 2], batchSize: [8] }, { epochs: 7 })).toEqual({ batchSize: [8] });
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 2);
}
