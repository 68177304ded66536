import { beforeAll, describe, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(() => {
  place.write('table.csv', text(clusters()));
});

describe('wrong use is refused with exit code 2', () => {
  const train = ['train', 'table.csv', '--target', 'label', '--out', 'model.safetensors'];
  const network = [...train, '--classifier', 'qcl-mixnet'];

  it.each<[string, string[], (string | RegExp)[]]>([
    ['unknown command', ['trian'], [/unknown command 'trian'/, /Did you mean train/]],
    ['unknown option', [...train, '--epoch', '3'], [/unknown option '--epoch'/, /Did you mean --epochs/]],
    ['no table', ['train', '--target', 'label', '--out', 'm'], [/missing required argument 'table'/]],
    ['no target', ['train', 'table.csv', '--out', 'm'], [/--target/]],
    ['no output', ['train', 'table.csv', '--target', 'label'], [/--out/]],
    ['epochs of no number', [...network, '--epochs', 'many'], [/--epochs: "many"/, /an integer from 1/]],
    ['no epochs at all', [...network, '--epochs', '0'], [/--epochs: "0"/, /an integer from 1/]],
    ['a batch of one', [...network, '--batch-size', '1'], [/--batch-size: "1"/, /from 2 to 4096/]],
    ['an unknown part', [...network, '--without', 'mixup,magic'], [/--without/, /quantum, mixup, attention/]],
    ['an unknown protocol', [...train, '--protocol', 'best'], [/'best' is invalid/, /honest, paper/]],
    ['an unknown classifier', [...train, '--classifier', 'oracle'], [/"oracle"/, /"qcl-mixnet"/]],
    [
      'an unknown setting',
      [...network, '--set', 'focalGama=2'],
      [/"focalGama"/, /Did you mean "focalGamma"/],
    ],
    ['a setting out of range', [...network, '--set', 'lossAlpha=2'], [/lossAlpha=2/, /a number from 0 to 1/]],
    ['a setting of another type', [...network, '--set', 'mixupLambda=5'], [/one of sample, batch/]],
    [
      'a time limit for what has none',
      [...network, '--time-limit', '5'],
      [/--time-limit does not apply to qcl-mixnet; it applies to auto/],
    ],
    [
      'a time limit that is too short for anything',
      [...train, '--quiet', '--time-limit', '0.000001'],
      [
        /--time-limit is 0\.000001 s, which is too short: .*shortest ones of boosting take about [\d.]+ s.*; allow at least [\d.]+ s/,
      ],
    ],
    [
      'epochs for the default',
      [...train, '--epochs', '3'],
      [/--epochs does not apply to auto; it applies to qcl-mixnet, /],
    ],
    [
      'a setting without value',
      [...network, '--set', 'focalGamma'],
      [/--set "focalGamma": write name=value/],
    ],
    ['a setting named __proto__', [...network, '--set', '__proto__=1'], [/no option "__proto__"/]],
    ['a setting given twice', [...network, '--epochs', '3', '--set', 'epochs=4'], [/epochs is given twice/]],
    ['the seed as a setting', [...network, '--set', 'seed=4'], [/use --seed/]],
    ['a negative seed', [...train, '--seed', '-1'], [/--seed/, /integer from 0/]],
    ['a test size of 0', [...train, '--test-size', '0'], [/--test-size is 0/]],
    [
      'a test size of everything',
      [...train, '--test-size', '60'],
      [/--test-size is 60, which leaves none of 60 rows/],
    ],
    ['test table and test size', [...train, '--test', 'table.csv', '--test-size', '0.5'], [/--test-size/]],
    ['two columns too many', [...train, '--categorical', 'x,,y'], [/--categorical/, /comma-separated names/]],
    ['a column that is not there', [...train, '--drop', 'z'], [/--drop names column "z"/, /"x", "y"/]],
    [
      'the target as a feature',
      [...train, '--numeric', 'label'],
      [/--numeric names "label", which is the target/],
    ],
    ['a delimiter of two', [...train, '--delimiter', '::'], [/--delimiter/, /one character/]],
    ['a size of no number', [...train, '--max-expanded', '3X'], [/--max-expanded/, /number of bytes/]],
    [
      'the table as output',
      [...quickTraining('table.csv', './table.csv')],
      [/table\.csv is the table itself/],
    ],
  ])('%s', async (_, args, pieces) => {
    // Commander and the program itself word the beginning alike.
    await place.expectRefusal(args, pieces);
  });

  it('standard input for both tables', async () => {
    const args = ['train', '-', '--test', '-', '--target', 'label', '--out', 'm'];
    await place.expectRefusal(args, [/both the table and --test are standard input/]);
  });
});
