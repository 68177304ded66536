import { chmodSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, MAIN, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
const stall = fileURLToPath(new URL('stall-while-saving.mjs', import.meta.url));
const LONG = ['--epochs', '1000000'];

beforeAll(() => {
  place.write('table.csv', text(clusters()));
});

describe('saving a model', () => {
  it('finds an unwritable path before training', async () => {
    const refuse = (out: string, piece: RegExp) =>
      place.expectRefusal([...quickTraining('table.csv', out), ...LONG], [/cannot write/, piece]);
    await refuse('no/such/folder/model', /its folder does not exist/);
    await refuse('.', /it is a folder/);
    await refuse('table.csv/model', /a part of the path is a file/);
  });

  // Nothing is unwritable to root.
  it.skipIf(process.getuid?.() === 0)('finds a read-only file before training', async () => {
    place.write('protected', 'old');
    chmodSync(place.path('protected'), 0o444);
    await place.expectRefusal([...quickTraining('table.csv', 'protected'), ...LONG], [/permission denied/]);
  });

  it('leaves the old file whole when the disk is full', async () => {
    place.write('old.st', 'the old model');
    const before = place.files();
    // A limit on the size of a file: the write fails after a part of it, as on a full disk.
    const args = [
      '-c',
      'ulimit -f 8; exec "$0" "$@"',
      process.execPath,
      MAIN,
      ...quickTraining('table.csv', 'old.st'),
    ];
    const { code, stdout, stderr } = await place.runCommand('sh', args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error: cannot write old\.st: /);
    expect(place.bytes('old.st').toString()).toBe('the old model');
    expect(place.files()).toEqual(before);
  });

  it('leaves the old file whole when it is killed', async () => {
    place.write('old.st', 'the old model');
    const { signal } = await place.run(quickTraining('table.csv', 'old.st'), {
      env: { NODE_OPTIONS: `--import ${stall}` },
      meanwhile: (child) => {
        const watch = setInterval(() => {
          const temporary = place.files().find((name) => name.endsWith('.tmp'));
          if (temporary === undefined) return;
          // The one that finds out beforehand whether the path can be written is empty, and may be gone by now.
          if ((statSync(place.path(temporary), { throwIfNoEntry: false })?.size ?? 0) === 0) return;
          clearInterval(watch);
          child.kill('SIGKILL');
        }, 5);
      },
    });
    expect(signal).toBe('SIGKILL');
    expect(place.files().some((name) => name.endsWith('.tmp'))).toBe(true);
    expect(place.bytes('old.st').toString()).toBe('the old model');
    // The next run cleans up after it.
    expect((await place.run(quickTraining('table.csv', 'new.st'))).code).toBe(0);
    expect(place.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  it('keeps the best checkpoint, saves it, reports on it and exits with 130', async () => {
    const chosen = ['--set', 'validationFraction=0.2'];
    const args = [...quickTraining('table.csv', 'kept.st'), ...chosen, ...LONG, '--json'];
    const { code, stdout, stderr } = await place.run(args, {
      meanwhile: (child) => child.stderr.once('data', () => child.kill('SIGINT')),
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /interrupted after epoch \d+ of 1000000: saved the best checkpoint \(epoch \d+\) to kept\.st/,
    );
    const { bestEpoch, metrics } = JSON.parse(stdout);
    expect(bestEpoch).toBeGreaterThan(0);
    expect(metrics.accuracy).toBeGreaterThan(0);
    const described = JSON.parse((await place.run(['inspect', 'kept.st', '--json'])).stdout);
    expect(described.epochs.trained).toBeLessThan(1_000_000);
    expect(described.epochs.best).toBe(bestEpoch);
  });

  it('twice quits at once and saves nothing', async () => {
    const { code, stdout, stderr } = await place.run([...quickTraining('table.csv', 'never.st'), ...LONG], {
      // Saving would stall for ever: only quitting at once ends this process.
      env: { NODE_OPTIONS: `--import ${stall}` },
      meanwhile: (child) => {
        let interrupted = false;
        child.stderr.on('data', (chunk) => {
          if (!interrupted) child.kill('SIGINT');
          interrupted = true;
          if (String(chunk).includes('Ctrl-C again')) child.kill('SIGINT');
        });
      },
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Ctrl-C again quits at once');
    expect(place.has('never.st')).toBe(false);
    expect(place.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
