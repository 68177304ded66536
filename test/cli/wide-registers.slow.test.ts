import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
const able = process.arch === 'x64' && Number.parseInt(process.versions.node, 10) >= 24;

beforeAll(() => {
  place.write('table.csv', text(clusters()));
});

async function run(wide: string, args: readonly string[]) {
  const result = await place.run(args, { env: { QCL_MIXNET_WIDE: wide } });
  expect(result.code, result.stderr).toBe(0);
  return result;
}

describe('QCL_MIXNET_WIDE', () => {
  it('changes no bit of a training and its predictions, and warns where it has no effect', async () => {
    const outputs: string[] = [];
    for (const wide of ['', '1']) {
      const model = `model-${wide}.safetensors`;
      const { stderr } = await run(wide, quickTraining('table.csv', model));
      if (wide === '' || able) expect(stderr).not.toContain('QCL_MIXNET_WIDE');
      else expect(stderr).toMatch(/QCL_MIXNET_WIDE=1 has no effect.*Node 24 or newer on x64/);
      outputs.push((await run(wide, ['predict', model, 'table.csv', '--proba'])).stdout);
    }
    expect(outputs[0]).toMatch(/^prediction,probability_left/);
    expect(outputs[1]).toBe(outputs[0]);
  });

  it('warns of a value that it does not know', async () => {
    const { stderr } = await run('yes', ['classifiers']);
    expect(stderr).toMatch(/QCL_MIXNET_WIDE=yes has no effect: set it to 1/);
    expect((await run('0', ['classifiers'])).stderr).toBe('');
  });
});
