import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, type Result, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(() => {
  place.write('table.csv', text(clusters()));
  // Every fifth label is wrong, so that no two classifiers score the same: their order would be a matter of time.
  const wrong = clusters().map((line, i) => (i % 5 === 2 ? line.replace(/[^,]+$/, 'left') : line));
  place.write('noisy.csv', text(wrong));
});

/** A comparison that takes a moment; starting a second thread would take longer. A later `--jobs` counts instead. */
function quick(...more: string[]): string[] {
  const compared = ['--classifiers', 'decision-tree,knn', '--jobs', '1'];
  return ['compare', 'table.csv', '--target', 'label', ...compared, ...more];
}

describe('compare', () => {
  it('prints the leader board and saves the best, which the other commands take', async () => {
    const { code, stdout, stderr } = await place.run(quick('--final', 'best', '--model', 'best.safetensors'));
    expect(stderr).toMatch(/fit 20\/20/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 classifiers on 60 rows of 3 classes, 5 folds, 2 repeats:/);
    expect(stdout).toMatch(/^knn +\d\.\d{3} {2}\d\.\d{3} to \d\.\d{3}/m);
    expect(stdout).toMatch(/^\(most frequent class\) +0\.\d{3}/m);
    const [board] = stdout.split('Recall and precision');
    for (const line of board.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/ranks first: mean macro F1/);
    expect(stdout).toMatch(/Trained (knn|decision-tree) on all 60 rows and saved it to best\.safetensors/);

    const inspected = await place.run(['inspect', 'best.safetensors']);
    expect(inspected.code).toBe(0);
    expect(inspected.stdout).toMatch(/trained on 60 rows, no rows held out for testing/);
    expect(inspected.stdout).toMatch(/Cross-validation \(5 folds, 2 repeats\).*place 1 of 2/);
    expect(inspected.stdout).not.toMatch(/On the test rows/);
    const evaluated = await place.run(['evaluate', 'best.safetensors', 'table.csv', '--json']);
    expect(evaluated.code).toBe(0);
    expect(JSON.parse(evaluated.stdout).metrics.macroF1).toBeGreaterThan(0.8);
    const predicted = await place.run(['predict', 'best.safetensors', 'table.csv']);
    expect(predicted.stdout.trim().split('\n')).toHaveLength(61);
  });

  it('ranks by --metric, in text, JSON, the report and the model', async () => {
    const files = ['--model', 'by-loss.safetensors', '--report', 'by-loss.html', '--final', 'best'];
    const args = on('noisy.csv', quick('--metric', 'log-loss', ...files));
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ranks first: mean log loss \d\.\d{3} over 10 splits/);
    expect(stdout).toMatch(/Of log loss, smaller is better/);
    const page = parseHTML(place.bytes('by-loss.html').toString()).document;
    expect(page.querySelector('main')?.textContent).toMatch(/Differences of log loss/);
    const inspected = await place.run(['inspect', 'by-loss.safetensors']);
    expect(inspected.stdout).toMatch(/compared by log loss: /);
    const json = on('noisy.csv', quick('--metric', 'log-loss', '--no-model', '--json'));
    const { metric, ranked, baselines } = JSON.parse((await place.run(json)).stdout);
    expect(metric).toEqual({ name: 'log-loss', title: 'log loss', largerIsBetter: false });
    expect(ranked[0].means.logLoss).toBeLessThan(ranked[1].means.logLoss);
    expect(ranked[0].means).not.toHaveProperty('harmonicF1');
    expect(baselines.map(({ name }: { name: string }) => name)).toEqual([
      'mostFrequentClass',
      'classFrequencies',
    ]);
  });

  it('gives the same in several threads and in one', async () => {
    const results = [];
    for (const jobs of ['1', '2']) {
      const args = quick('--jobs', jobs, '--json', '--no-model', '--classifiers', 'mlp', '--set', 'epochs=2');
      const { code, stdout } = await place.run(on('noisy.csv', args));
      expect(code).toBe(0);
      results.push(JSON.parse(stdout, (key, value) => (key === 'seconds' ? undefined : value)));
    }
    const ranked: { name: string; options: object; means: { macroF1: number } }[] = results[0].ranked;
    expect(new Set(ranked.map(({ means }) => means.macroF1)).size).toBe(3);
    expect(results[1]).toEqual(results[0]);
    expect(ranked.map(({ name }) => name).sort()).toEqual(['decision-tree', 'knn', 'mlp']);
    expect(ranked.find(({ name }) => name === 'mlp')?.options).toEqual({ epochs: 2 });
  });

  it('makes an ensemble of all rows unless told otherwise, and says what it is made of', async () => {
    const { code, stdout } = await place.run(quick('--model', 'auto.safetensors'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Trained auto on all 60 rows[^:]*:\s+expect\s+about\s+[01]\.\d{3},\s+its\s+out-of-fold\s+macro\s+F1/,
    );
    expect(stdout).toMatch(/^members +count +weight +remark$/m);
    const inspected = await place.run(['inspect', 'auto.safetensors']);
    expect(inspected.stdout).toMatch(/Out-of-fold scores on the training rows, /);
    expect(inspected.stdout).toMatch(/^members +count/m);
    const evaluated = await place.run(['evaluate', 'auto.safetensors', 'table.csv', '--json']);
    expect(JSON.parse(evaluated.stdout).metrics.macroF1).toBeGreaterThan(0.8);
  });

  it('saves the classifier that --final names, and writes a report, which says how to repeat it', async () => {
    const args = quick('--report', 'my report.html', '--final', 'decision-tree', '-m', 'tree.safetensors');
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Trained decision-tree on all 60 rows/);
    expect(stdout).toMatch(/The report with its figures is my report\.html\./);
    const { document } = parseHTML(place.bytes('my report.html').toString());
    expect(document.querySelector('pre')?.textContent).toBe(
      `qcl-mixnet ${args.map((each) => each.replace('my report.html', "'my report.html'")).join(' ')}`,
    );
    expect(document.querySelector('main')?.textContent).toMatch(/The model in tree\.safetensors is/);
    const inspected = await place.run(['inspect', 'tree.safetensors', '--json']);
    const { classifier, crossValidation, test } = JSON.parse(inspected.stdout);
    expect(classifier.name).toBe('decision-tree');
    expect(test).toBeUndefined();
    expect(crossValidation.compared).toHaveLength(2);
  });

  it('takes model.safetensors by default, but replaces none that is there', async () => {
    const first = await place.run(on('noisy.csv', quick('--final', 'knn')));
    expect(first.stdout).toMatch(/saved it to model\.safetensors/);
    const bytes = place.bytes('model.safetensors');
    await place.expectRefusal(quick(), [/model\.safetensors already exists/, /--no-model/]);
    expect(place.bytes('model.safetensors')).toEqual(bytes);
    const again = on('noisy.csv', quick('--final', 'knn', '--model', 'model.safetensors'));
    const named = await place.run(again);
    expect(named.code).toBe(0);
    expect(place.bytes('model.safetensors')).toEqual(bytes);
  });

  it('says which classes are not in every fold, and which columns are not used', async () => {
    const lines = clusters().map((line, i) => `${line}${i === 0 ? ',same' : ',1'}`);
    lines[3] = lines[3].replace(/left|right/, 'lone');
    place.write('lone.csv', text(lines));
    const { code, stderr } = await place.run(on('lone.csv', quick('--no-model', '-q')));
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const told = await place.run(on('lone.csv', quick('--no-model')));
    expect(told.stderr).toMatch(/notice: .*fewer rows than the 5 folds.*"lone"/);
    expect(told.stderr).toMatch(/notice: .*"same"/);
  });

  it('drops what does not finish in time', async () => {
    // The others may be through in a millisecond or not; that they stay then is a test of compareClassifiers.
    const args = quick('--classifiers', 'qcl-mixnet', '--set', 'epochs=100000', '--no-model');
    const { stdout, stderr } = await place.run([...args, '--time-limit', '0.001']);
    expect(stdout + stderr).toMatch(/qcl-mixnet.* did not finish within the time limit of 0\.001 s/);
  });

  it('stops on Ctrl-C, and reports what is through without saving a model', async () => {
    const files = ['-m', 'stopped.safetensors', '--report', 'stopped.html'];
    const args = quick('--classifiers', 'qcl-mixnet', '--set', 'epochs=100000', ...files);
    const stopped = await interrupted(args, /fit +20\/30/);
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toMatch(/^2 classifiers/);
    expect(stopped.stdout).toMatch(/qcl-mixnet was not ranked: interrupted after 0 of its 10 fits/);
    expect(stopped.stderr).toMatch(/interrupted: no model was saved/);
    expect(place.has('stopped.safetensors')).toBe(false);
    expect(place.bytes('stopped.html').toString()).toMatch(/interrupted after 0 of its 10 fits/);
  });
});

/** The arguments with another table. */
function on(table: string, args: readonly string[]): string[] {
  return args.map((each) => (each === 'table.csv' ? table : each));
}

function interrupted(args: string[], when: RegExp): Promise<Result> {
  return place.run(args, {
    meanwhile: (child) => {
      let seen = '';
      child.stderr.on('data', (chunk) => {
        const before = when.test(seen);
        seen += chunk;
        if (!before && when.test(seen)) child.kill('SIGINT');
      });
    },
  });
}

describe('compare refuses with exit code 2, and writes nothing', () => {
  it.each<[string, string[], (string | RegExp)[]]>([
    ['an unknown classifier', ['--classifiers', 'knn,oracle'], [/no classifier "oracle"/, /"qcl-mixnet"/]],
    ['an unknown column', ['--target', 'lable'], [/"lable"/, /"label"/]],
    ['one fold', ['--folds', '1'], [/--folds is 1: give an integer of at least 2/]],
    ['more folds than rows', ['--folds', '61'], [/--folds is 61 for 60 rows: choose fewer/]],
    ['no repeats', ['--repeats', '0'], [/--repeats/, /positive integer/]],
    ['no time', ['--time-limit', '0'], [/--time-limit/, /number of seconds/]],
    ['an unknown metric', ['--metric', 'log-los'], [/--metric is "log-los"/, /Did you mean "log-loss"/]],
    [
      'a setting of none',
      ['--set', 'epochs=5'],
      [/--set epochs=5/, /has no option "epochs"; .*qcl-mixnet.* have: add --classifiers/],
    ],
    [
      'a final model that is not compared',
      ['--final', 'mlp'],
      [/--final "mlp"/, /"auto", "best", "decision-tree", "knn"/],
    ],
    ['a final model without a model', ['--final', 'knn', '--no-model'], [/--final knn/, /--no-model/]],
    ['the table as model', ['--model', './table.csv'], [/--model .*table\.csv is the table itself/]],
    [
      'a folder that is not there',
      ['--model', 'no/m.safetensors'],
      [/no\/m\.safetensors/, /folder does not exist/],
    ],
  ])('%s', async (_, more, pieces) => {
    await place.expectRefusal([...quick('-m', 'refused.safetensors'), ...more], pieces);
  });

  it.each<[string, string, RegExp[]]>([
    ['an empty file', '', [/empty/]],
    ['one class', 'x,label\n1,a\n2,a\n3,a\n', [/only the class "a"/]],
    ['a label that is missing', 'x,label\n1,a\n2,\n3,b\n4,a\n', [/"label" is empty in 1 row/]],
    ['no feature', 'label\na\nb\na\nb\n', [/no feature column is left/]],
  ])('%s', async (name, content, pieces) => {
    const table = place.write(`${name.replaceAll(' ', '-')}.csv`, content);
    const args = ['compare', table, '-t', 'label', '-m', 'refused.safetensors', '--folds', '2'];
    await place.expectRefusal(args, pieces);
  });

  it('compares on a table with missing cells', async () => {
    const lines = clusters().map((line, i) => (i % 7 === 3 ? line.replace(/^[^,]*/, 'NaN') : line));
    place.write('holes.csv', text(lines));
    const args = quick('--no-model', '-q').map((each) => (each === 'table.csv' ? 'holes.csv' : each));
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 classifiers/);
  });
});
