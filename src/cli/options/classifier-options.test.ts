import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { classifierOptions, listOptions, splitSetting } from './classifier-options.js';

const entry = findClassifier('qcl-mixnet');

function set(...settings: string[]): Record<string, unknown> {
  return classifierOptions(entry, settings.map(splitSetting));
}

describe('classifierOptions', () => {
  it('gives every value the type that its option has', () => {
    expect(
      set(
        'epochs=20',
        'focalGamma=2.5',
        'weightDecay=1e-4',
        'mixupLambda=batch',
        'without=quantum, mixup',
        'classWeight=[["a",2],["b",1]]',
      ),
    ).toEqual({
      epochs: 20,
      focalGamma: 2.5,
      weightDecay: 1e-4,
      mixupLambda: 'batch',
      without: ['quantum', 'mixup'],
      classWeight: [
        ['a', 2],
        ['b', 1],
      ],
    });
    expect(set('classWeight=very bad:5, a:b:0.5')).toEqual({
      classWeight: [
        ['very bad', 5],
        ['a:b', 0.5],
      ],
    });
    expect(set('without=', 'classWeight=balanced')).toEqual({ without: [], classWeight: 'balanced' });
  });

  it.each([
    ['hiddenSizes=128, 64', [128, 64]],
    ['hiddenSizes=32', [32]],
    ['hiddenSizes=[16]', [16]],
  ])('reads numbers of a list: %s', (setting, hiddenSizes) => {
    expect(classifierOptions(findClassifier('mlp'), [splitSetting(setting)])).toEqual({ hiddenSizes });
  });

  it.each([
    ['epochs=2.5', 'an integer from 1 to 1000000'],
    ['validationFraction=1', 'a number from 0 below 1'],
    ['temperature=0', 'a number above 0'],
    ['schedule=cosine', 'one of one-cycle, constant'],
    ['without=attention,all', 'a list of quantum, mixup, attention'],
    ['classWeight=bad:-1', 'with --set also bad:5,good:1'],
    ['classWeight=bad:5,good', 'with --set also bad:5,good:1'],
    [
      'classWeight=[["a"',
      'balanced or pairs of label and weight such as [["bad", 5], ["good", 1]], with --set also bad:5,good:1',
    ],
  ])('refuses %s and says what is allowed', (setting, allowed) => {
    expect(() => set(setting)).toThrow(InputError);
    expect(() => set(setting)).toThrow(allowed);
  });

  it('knows no option that only every object has', () => {
    expect(() => set('constructor=1')).toThrow('no option "constructor"');
  });
});

describe('listOptions', () => {
  it('has a line with the default for every option but the seed', () => {
    const names = listOptions(entry)
      .split('\n')
      .map((line) => line.trim().split(' ')[0]);
    expect(names).toEqual(Object.keys(entry.options.shape).filter((name) => name !== 'seed'));
    expect(listOptions(entry)).toMatch(/batchSize +an integer from 2 to 4096 \(default: 64\)/);
  });
});

it('names the classifiers that have an option, if this one has not', () => {
  const auto = findClassifier('auto');
  const setting = [splitSetting('neighbours=3')];
  const having = () => classifierOptions(auto, [splitSetting('focalGamma=2')], '--classifier');
  expect(having).toThrow(
    /auto has no option "focalGamma"; .*qcl-mixnet.* ha(?:s|ve): add --classifier qcl-mixnet$/,
  );
  expect(() => classifierOptions(auto, setting)).toThrow(/has no option "neighbours"/);
});

it('takes the directions of columns as a list, and says how to write one', () => {
  const boosting = findClassifier('boosting');
  const typed = (setting: string) => classifierOptions(boosting, [splitSetting(setting)]);
  expect(typed('monotone=amount:+1, age at entry:-1')).toEqual({
    monotone: ['amount:+1', 'age at entry:-1'],
  });
  expect(() => typed('monotone=amount')).toThrow(/expected a list of name:\+1 or name:-1/);
});
