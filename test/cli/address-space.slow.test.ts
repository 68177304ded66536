/** Under a limited address space, of which WebAssembly reserves 10 GiB for each memory. */
import { describe, expect, it } from 'vitest';
import { clusters, MAIN, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));

const runWithin = (kibibytes: number, args: readonly string[]) =>
  place.runCommand('bash', [
    '-c',
    `ulimit -v ${kibibytes} && exec "$@"`,
    'bash',
    process.execPath,
    MAIN,
    ...args,
  ]);

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('a limited address space', () => {
  it('need hold one memory for a training and its prediction', async () => {
    const { code, stderr } = await runWithin(14_000_000, quickTraining('table.csv'));
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    expect((await runWithin(14_000_000, ['predict', 'model.safetensors', 'table.csv'])).code).toBe(0);
  });

  it('need hold no more than two for auto', async () => {
    const args = ['train', 'table.csv', '-t', 'label', '--classifier', 'auto', '--seed', '1', '--out'];
    const { code, stderr } = await runWithin(24_000_000, [...args, 'limited.safetensors']);
    expect(stderr).not.toMatch(/error|memory/);
    expect(code).toBe(0);
    expect((await place.run([...args, 'unlimited.safetensors'])).code).toBe(0);
    expect(place.bytes('limited.safetensors').equals(place.bytes('unlimited.safetensors'))).toBe(true);
  });

  it('that holds none is named', async () => {
    const { code, stderr } = await runWithin(8_000_000, quickTraining('table.csv', 'other.safetensors'));
    expect(stderr).toMatch(/^error: .*10 GiB of addresses.*ulimit -v/m);
    expect(stderr).not.toMatch(/report it/);
    expect(code).toBe(1);
    expect(place.has('other.safetensors')).toBe(false);
  });
});
