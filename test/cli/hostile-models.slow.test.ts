/** Paths that lead to no model, and files that claim what they are not: refused at once, by name. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
let model: Buffer;

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  expect(await place.run(quickTraining('table.csv'))).toMatchObject({ code: 0 });
  model = place.bytes('model.safetensors');
});

describe.skipIf(process.platform === 'win32')('what is not a regular file', () => {
  it.each([
    ['/dev/zero', /\/dev\/zero is not a safetensors file/],
    ['/dev/null', /\/dev\/null is not a safetensors file: it has 0 bytes/],
  ])('%s', async (path, message) => {
    await place.expectRefusal(['inspect', path], [message]);
    await place.expectRefusal(['predict', path, 'table.csv'], [message]);
  });

  it('a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [place.path('empty.pipe')]);
    await place.expectRefusal(
      ['inspect', 'empty.pipe'],
      [/empty\.pipe is not a safetensors file: it has 0 bytes/],
    );
  });

  it('a pipe is read as far as the header says', async () => {
    execFileSync('mkfifo', [place.path('model.pipe')]);
    const through = (command: string) => {
      const writer = spawn('sh', ['-c', `${command} > model.pipe`], { cwd: place.folder, stdio: 'ignore' });
      return { code: new Promise((resolve) => writer.on('close', resolve)) };
    };
    const whole = through('cat model.safetensors');
    const { stdout, code } = await place.run(['inspect', 'model.pipe']);
    expect([stdout, code]).toEqual([(await place.run(['inspect', 'model.safetensors'])).stdout, 0]);
    await whole.code;
    const longer = through('cat model.safetensors /dev/zero');
    await place.expectRefusal(['inspect', 'model.pipe'], [/1 bytes after its last tensor/]);
    await longer.code;
  });
});

describe('a file of many GB', () => {
  const large = (name: string, start: Uint8Array) => {
    writeFileSync(place.path(name), start);
    // A hole of 20 GB: reading it all would take long, and more than one buffer.
    truncateSync(place.path(name), 20e9);
    return name;
  };

  it('of zeros', () =>
    place.expectRefusal(['inspect', large('zeros', new Uint8Array(0))], [/zeros is not a safetensors file/]));

  it('behind a model', () =>
    place.expectRefusal(['inspect', large('longer', model)], [/longer has \d+ bytes after its last tensor/]));

  it('of no length that its header says', () => {
    const cut = place.write('cut', model.subarray(0, model.length - 100));
    return place.expectRefusal(['inspect', cut], [/cut is truncated: its tensors need/]);
  });
});

/** Files that are not part of this repository. */
const shared = (name: string) => fileURLToPath(new URL(`../../../shared/cases/${name}`, import.meta.url));

describe.skipIf(!existsSync(shared('small.csv')))('the cases in ../shared', () => {
  it.each([
    ['model-nan-xgb.safetensors', /its leaves add up to margins/],
    ['model-hang-106172.safetensors', /tree 43 ends at node 2147483647 of 596/],
    ['header-deep2.safetensors', /its header is nested more than 64 levels deep/],
  ])('%s', async (name, message) => {
    await place.expectRefusal(['predict', shared(name), shared('small.csv'), '--proba'], [message]);
    await place.expectRefusal(['inspect', shared(name)], [message]);
  });
});
