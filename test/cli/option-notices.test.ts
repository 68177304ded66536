import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));
place.write('grid.json', '{"qubits": [2, 3], "epochs": [1, 2]}');
place.write('circuits.json', '{"qubits": [2, 3], "quantum": ["layers", "circuit"], "epochs": [1]}');

const CIRCUIT = 'only quantum=circuit has a circuit; set quantum=circuit, or leave';
const noticesIn = ({ stderr }: { readonly stderr: string }) =>
  stderr.match(/^notice: .*(?:effect).*$/gm) ?? [];

describe('options without effect', () => {
  it.each<[string, string[], string[]]>([
    ['none by default', [], []],
    ['none with the options that they need', ['--set', 'quantum=circuit', '--set', 'qubits=2'], []],
    [
      'of the circuit',
      ['--set', 'qubits=6', '--set', 'shots=100'],
      [`notice: qubits=6 and shots=100 have no effect: ${CIRCUIT} them out`],
    ],
    [
      'of what --without removes',
      ['--without', 'quantum,mixup', '--set', 'quantum=circuit', '--set', 'mixupSchedule=learned'],
      [
        'notice: quantum=circuit has no effect: without=quantum removes the quantum part; take quantum out of without, or leave it out',
        'notice: mixupSchedule=learned has no effect: without=mixup removes mixup; take mixup out of without, or leave it out',
      ],
    ],
    [
      'of protocol paper',
      ['--refit', '--protocol', 'paper'],
      [
        'notice: refit=true has no effect: validation rows are given (with protocol paper they are the test rows), so that none are held out; give no validation rows (protocol honest), or leave it out',
      ],
    ],
    ['of a grid', ['--grid', 'grid.json'], [`notice: qubits has no effect: ${CIRCUIT} it out`]],
    ['none of a grid that has what they need', ['--grid', 'circuits.json'], []],
  ])('train says them: %s', async (_, args, expected) => {
    const training = quickTraining('table.csv');
    const given = args.includes('--grid')
      ? training.filter((each) => !/^(--epochs|3)$/.test(each))
      : training;
    const quick = ['--calibration', 'none', '--decide', 'argmax', '--json'];
    const result = await place.run([...given, ...quick, ...args]);
    expect(result.code).toBe(0);
    expect(noticesIn(result)).toEqual(expected);
    const { notices } = JSON.parse(result.stdout) as { readonly notices: readonly string[] };
    const said = notices.filter((each) => each.includes('effect')).map((each) => `notice: ${each}`);
    expect(said).toEqual(expected);
  });

  it('benchmark says them for its classifiers', async () => {
    const own = ['--table', 'table.csv', '--target', 'label', '--seeds', '1', '--plan'];
    const run = (...args: string[]) => place.run(['benchmark', ...own, ...args]);
    const networks = ['--classifiers', 'mlp,knn,gru,qcl-mixnet'];
    expect(noticesIn(await run(...networks))).toEqual([]);
    expect(noticesIn(await run(...networks, '--set', 'shots=5', '--set', 'maximumLearningRate=0.1'))).toEqual(
      [
        expect.stringMatching(/^notice: mlp and gru: maximumLearningRate=0\.1 has no effect: /),
        `notice: qcl-mixnet: shots=5 has no effect: ${CIRCUIT} it out`,
      ],
    );
    const refit = (protocol: string) => run('--classifiers', 'mlp', '--refit', '--protocol', protocol);
    expect(noticesIn(await refit('paper'))).toEqual([
      expect.stringMatching(/^notice: mlp: refit=true has no effect: .*\(with protocol paper/),
    ]);
    expect(noticesIn(await refit('honest,paper'))).toEqual([]);
  });

  it('ablate says them of the full classifier, not of what its variants remove', async () => {
    const ablate = ['ablate', '--datasets', 'balance_scale', '--seeds', '1', '--plan'];
    const run = (...args: string[]) => place.run([...ablate, ...args.flatMap((each) => ['--set', each])]);
    const needed = await run('quantum=circuit', 'qubits=2', 'mixupAlpha=1');
    expect(needed.code).toBe(0);
    expect(noticesIn(needed)).toEqual([]);
    expect(noticesIn(await run('qubits=2', 'mixupAlpha=1'))).toEqual([
      `notice: qcl-mixnet: qubits=2 has no effect: ${CIRCUIT} it out`,
    ]);
  });

  it('ablate leaves out a part that --set has removed, with a notice', async () => {
    const ablate = ['ablate', '--datasets', 'balance_scale', '--seeds', '1', '--plan'];
    expect((await place.run(ablate)).stdout).toMatch(/^plan: 4 runs/);
    const { stdout, stderr } = await place.run([...ablate, '--set', 'quantum=none']);
    expect(stdout).toMatch(/^plan: 3 runs/);
    expect(stderr).toMatch(/^notice: qcl-mixnet: quantum=none has no quantum part to remove: .* left out/m);
  });

  it('benchmark names the classifiers that --tune does not tune', async () => {
    const run = (...args: string[]) =>
      place.run(['benchmark', '--datasets', 'balance_scale', '--seeds', '1', '--plan', ...args]);
    const untuned = /^notice: .* no grid .*$/gm;
    const { stderr } = await run('--classifiers', 'mlp,knn,gru', '--tune');
    expect(stderr.match(untuned)).toEqual(['notice: mlp and gru have no grid for --tune, and are not tuned']);
    expect((await run('--classifiers', 'knn', '--tune')).stderr).not.toMatch(untuned);
    expect((await run('--classifiers', 'mlp')).stderr).not.toMatch(untuned);
  });

  it('compare says them for its classifiers', async () => {
    const compare = [
      'compare',
      'table.csv',
      '--target',
      'label',
      '--no-model',
      '--folds',
      '2',
      '--repeats',
      '1',
    ];
    const result = await place.run([
      ...[...compare, '--classifiers', 'gradient-boosting,balanced-random-forest'],
      ...['--set', 'tol=0.1', '--set', 'nEstimators=3'],
    ]);
    expect(result.code).toBe(0);
    expect(noticesIn(result)).toEqual([
      'notice: gradient-boosting: tol=0.1 has no effect: rows are held out for early stopping alone; set nIterNoChange, or leave it out',
    ]);
  });
});
