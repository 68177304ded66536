/** `train --report` and the report of `demo`, by the built program. */
import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));

describe('train --report', () => {
  it('writes one HTML file and names it, with the command that made it', async () => {
    const args = [...quickTraining('table.csv'), '--report', 'my report.html'];
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Report: my report.html\n');
    const page = place.bytes('my report.html').toString();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<h1>qcl-mixnet on table.csv</h1>');
    expect(page).toContain(
      '<pre><code>qcl-mixnet train table.csv --target label --out model.safetensors ' +
        '--classifier qcl-mixnet --epochs 3 --report &#39;my report.html&#39;</code></pre>',
    );
  });

  it('leaves the JSON of --json alone', async () => {
    const { code, stdout } = await place.run([...quickTraining('table.csv'), '--report', 'r.html', '--json']);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toContain('confusion');
    expect(place.has('r.html')).toBe(true);
  });

  it.each([
    ['table.csv', /--report table.csv is the table itself/],
    ['model.st', /--report model.st is --out itself/],
    ['no/folder/r.html', /its folder does not exist/],
  ])('refuses to write it to %s before it trains', async (path, message) => {
    await place.expectRefusal([...quickTraining('table.csv', 'model.st'), '--report', path], [message]);
  });
});

describe('demo', () => {
  it('writes a report and names it', async () => {
    const { code, stdout } = await place.run(['demo', '--quiet', '--out', 'd.st']);
    expect(code).toBe(0);
    expect(stdout).toContain('The report with its figures is balance-scale.html');
    expect(place.bytes('balance-scale.html').toString()).toContain('<h1>auto on balance scale</h1>');
  });
});
