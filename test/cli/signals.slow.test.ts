/** SIGTERM and the like do in every command what Ctrl-C does, and end it with 128 + their number. */
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExperimentPlace } from '../experiments/experiment-place.js';
import { doneRecord } from '../support/run-records.js';
import { clusters, quickTraining, text } from './built-program.js';
import { handlesSignals, when, whenItSays } from './send-signal.js';

const place = new ExperimentPlace();
const LONG = ['--epochs', '1000000'];
/** The flush of a file never ends with it. */
const stalled = {
  NODE_OPTIONS: `--import ${fileURLToPath(new URL('stall-while-saving.mjs', import.meta.url))}`,
};
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const FIRST_LINE = /\n/;

function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** A temporary file with something in it: the result is being written. */
function isSaving(): boolean {
  return temporaryFiles().some(
    (name) => (statSync(place.path(name), { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
}

function temporaryFiles(): string[] {
  return place.files().filter((name) => name.endsWith('.tmp'));
}

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  place.write('records.jsonl', `${JSON.stringify(doneRecord(0.5))}\n`);
  expect((await place.run(quickTraining('table.csv', 'm.st'))).code).toBe(0);
});

// Windows has no such signals between processes.
describe.skipIf(process.platform === 'win32')('the first signal', () => {
  it.each(SIGNALS)('%s: train keeps the best so far and saves it', async (signal) => {
    const out = `${signal}.st`;
    const { code, stderr } = await place.run([...quickTraining('table.csv', out), ...LONG], {
      meanwhile: whenItSays([FIRST_LINE, signal]),
    });
    expect(code).toBe(codeOf(signal));
    expect(stderr).toMatch(/interrupted after epoch \d+ of 1000000: saved the model at that point/);
    expect((await place.run(['inspect', out])).code).toBe(0);
  });

  it('train says that auto has no model before a first candidate is complete, and writes nothing', async () => {
    const auto = ['--classifier', 'auto', '--set', 'candidates=qcl-ensemble', '--jobs', '1'];
    const { code, stderr } = await place.run(
      ['train', 'table.csv', '-t', 'label', '-o', 'none.st', ...auto],
      {
        meanwhile: whenItSays([/fit +1\/\d+/, 'SIGTERM']),
      },
    );
    expect(code).toBe(143);
    expect(stderr).toMatch(/interrupted before a first candidate was complete: no model was saved/);
    expect(place.has('none.st')).toBe(false);
  });

  it.each<[string, RegExp, RegExp]>([
    // Some candidates are fitted on all folds by then.
    ['ensemble', /fit +[23]\d\/\d+/, /interrupted(: the model of auto is| after fit \d+ of \d+:) saved /],
    ['network', /epoch +\d+\/100/, /interrupted: the model of auto is saved to demo\.st/],
  ])('demo keeps the ensemble when it comes in the training of the %s', async (_, progress, message) => {
    const { code, stdout, stderr } = await place.run(['demo', '--out', 'demo.st', '--report', 'demo.html'], {
      meanwhile: whenItSays([progress, 'SIGTERM']),
    });
    expect(code).toBe(143);
    expect(stderr).toMatch(message);
    expect(stdout).not.toContain('Next, with a table of your own');
    const { stdout: described } = await place.run(['inspect', 'demo.st', '--json']);
    expect(JSON.parse(described).classifier.name).toBe('auto');
  });

  it('compare reports the classifiers that are through', async () => {
    const classifiers = ['--classifiers', 'knn,qcl-mixnet', '--set', 'epochs=1000000', '--folds', '2'];
    const args = ['compare', 'table.csv', '-t', 'label', '-m', 'c.st', '--report', 'c.html', ...classifiers];
    const { code, stdout, stderr } = await place.run([...args, '--repeats', '2', '--jobs', '1'], {
      meanwhile: whenItSays([/fit +4\/8/, 'SIGTERM']),
    });
    expect(code).toBe(143);
    expect(stdout).toMatch(/^1 classifier /);
    expect(stderr).toMatch(/interrupted: no model was saved/);
    expect([place.has('c.st'), place.has('c.html')]).toEqual([false, true]);
  });

  it.each(['benchmark', 'ablate'])('%s goes on from there the next time', async (command) => {
    const args = [command, '--datasets', 'balance_scale', '--classifiers', 'qcl-mixnet', '--epochs', '3'];
    const out = ['--seeds', '200', '--jobs', '1', '--out', command];
    const { code, stderr } = await place.run([...args, ...out], {
      meanwhile: whenItSays([/1\/\d+ done/, 'SIGTERM']),
    });
    expect(code).toBe(143);
    const [, done] = /interrupted: (\d+) of \d+ runs are in/.exec(stderr) ?? [];
    expect(place.records(command)).toHaveLength(Number(done));
  });

  it('datasets fetch keeps what was downloaded', async () => {
    const body = 'x'.repeat(100_000);
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': 2 * body.length, ETag: '"one"' });
      response.write(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // The addresses are those of the registry; a preloaded module asks this server instead.
    const redirect =
      `data:text/javascript,const original=globalThis.fetch;globalThis.fetch=(address,options)=>` +
      `original("http://127.0.0.1:${port}/",options)`;
    const env = { XDG_CACHE_HOME: place.path('cache'), NODE_OPTIONS: `--import ${JSON.stringify(redirect)}` };
    const { code, stderr } = await place.run(['datasets', 'fetch', 'ecoli'], {
      env,
      meanwhile: (child) => server.once('request', () => setTimeout(() => child.kill('SIGTERM'), 100)),
    });
    server.closeAllConnections();
    server.close();
    expect(code).toBe(143);
    expect(stderr).toMatch(/the part that was downloaded is kept/);
  });

  it.each<[string, string[], RegExp]>([
    ['predict', ['predict', 'm.st', 'table.csv', '-o', 'p.csv'], /SIGTERM: nothing was written to p\.csv/],
    ['results', ['results', 'records.jsonl', '--compact', 'compact.jsonl'], /interrupted by SIGTERM/],
    ['report', ['report', 'records.jsonl', '--out', 'r.html'], /interrupted by SIGTERM/],
  ])('%s leaves nothing half-written', async (_, args, message) => {
    const { code, stderr } = await place.run(args, { env: stalled, meanwhile: when(isSaving, 'SIGTERM') });
    expect(code).toBe(143);
    expect(stderr).toMatch(message);
    expect(place.has(args[args.length - 1])).toBe(false);
    expect(temporaryFiles()).toEqual([]);
  });

  it('ends predict between two lines where its reader is slow', async () => {
    const rows = clusters().slice(1);
    place.write('many.csv', text([clusters()[0], ...Array.from({ length: 3000 }, () => rows).flat()]));
    const { code, stdout } = await place.run(['predict', 'm.st', 'many.csv', '--proba'], {
      meanwhile: (child) => {
        // More waits in the program than the pipe holds.
        child.stdout.pause();
        child.stdout.once('readable', () => {
          child.kill('SIGTERM');
          child.stderr.once('data', () => child.stdout.resume());
        });
      },
    });
    expect(code).toBe(143);
    expect(stdout).toMatch(/\n$/);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\w+(,[^,]+){3}$/);
  });

  it('ends the wait for standard input', async () => {
    for (const args of [
      ['evaluate', 'm.st', '-'],
      ['train', '-', '-t', 'label', '-o', 'never.st'],
    ]) {
      const result = await place.run(args, {
        stdin: 'open',
        meanwhile: whenItSays([FIRST_LINE, 'SIGTERM']),
        env: { NODE_OPTIONS: `--import ${fileURLToPath(new URL('say-when-reading.mjs', import.meta.url))}` },
      });
      expect(result).toMatchObject({ code: 143, stdout: '' });
      expect(result.stderr).toMatch(/interrupted by SIGTERM/);
    }
    expect(place.has('never.st')).toBe(false);
  });

  it
    .skipIf(process.platform !== 'linux')
    .each([
      ['train', 'table.csv', '-t', 'label', '-o', 'x.st'],
      ['compare', 'table.csv', '-t', 'label', '-m', 'x.st'],
      ['predict', 'm.st', 'table.csv', '-o', 'x.csv'],
      ['evaluate', 'm.st', 'table.csv'],
      ['inspect', 'm.st'],
      ['demo', '-o', 'x.st', '--report', 'x.html'],
      ['benchmark', '--datasets', 'balance_scale', '--out', 'x'],
      ['ablate', '--datasets', 'balance_scale', '--out', 'x'],
      ['results', 'records.jsonl', '--compact', 'x.jsonl'],
      ['report', 'records.jsonl', '--out', 'x.html'],
      ['datasets', 'verify'],
      ['classifiers'],
    ])('%s can be ended from the beginning', async (...args) => {
    const before = place.files();
    const result = await place.run(args, { meanwhile: when(handlesSignals, 'SIGTERM') });
    expect(result).toMatchObject({ code: 143, signal: null, stdout: '', stderr: 'interrupted by SIGTERM\n' });
    expect(place.files()).toEqual(before);
  });
});

describe.skipIf(process.platform === 'win32')('the second signal', () => {
  const saving = [...quickTraining('table.csv', 'never.st'), ...LONG];

  it.each<[NodeJS.Signals, RegExp, NodeJS.Signals]>([
    ['SIGTERM', /SIGTERM again quits at once/, 'SIGTERM'],
    ['SIGINT', /Ctrl-C again quits at once/, 'SIGTERM'],
    ['SIGTERM', /SIGTERM again quits at once/, 'SIGINT'],
  ])('after %s quits at once with its own code', async (first, message, second) => {
    const { code, stdout } = await place.run(saving, {
      env: stalled,
      meanwhile: whenItSays([FIRST_LINE, first], [message, second]),
    });
    expect([code, stdout]).toEqual([codeOf(second), '']);
    expect(place.has('never.st')).toBe(false);
    expect(temporaryFiles()).toEqual([]);
  });

  it('of the same kind right after the first is not one, as `timeout` sends it', async () => {
    const { code, stderr } = await place.run([...quickTraining('table.csv', 'twice.st'), ...LONG], {
      meanwhile: (child) =>
        child.stderr.once('data', () => {
          child.kill('SIGTERM');
          child.kill('SIGTERM');
        }),
    });
    expect(code).toBe(143);
    expect(stderr).toMatch(/saved the model at that point/);
    expect(place.has('twice.st')).toBe(true);
  });
});

it('the help names the exit codes', async () => {
  const { stdout } = await place.run(['--help']);
  for (const code of [0, 1, 2, 129, 130, 143, 149]) expect(stdout).toMatch(new RegExp(`\\b${code}\\b`));
});

it.each([
  ['a query', 'select count(*) from range(100000000) a, range(1000) b where (a.range * b.range) % 7 = 3'],
  ['predictions', "select avg(risk(t)) from 'table.csv' t, range(100000000)"],
])('ends %s of sql with Ctrl-C', async (_, query) => {
  const { code, stderr } = await place.run(
    ['sql', 'm.st', `select 1; ${query}`, '-q', '--out', 'never.csv'],
    {
      meanwhile: (child) => setTimeout(() => child.kill('SIGINT'), 4000),
    },
  );
  // None if the signal itself had to end the program, which a shell tells as 130 too.
  expect([130, null]).toContain(code);
  expect(place.has('never.csv')).toBe(false);
  expect(stderr).toMatch(/^interrupted by SIGINT/);
});
