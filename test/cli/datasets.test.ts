import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NEEDS_DATA, SHARED_DATA, WITHOUT_DATA } from '../datasets/shared-data.js';
import { marksIn } from '../support/figures/svg-marks.js';
import { textsOf } from '../support/figures/svg-texts.js';
import { Workplace } from './built-program.js';

const place = new Workplace();
/** A cache of its own, and no folder of ready tables. */
const env = { XDG_CACHE_HOME: place.path('cache'), QCL_MIXNET_DATA: '' };

describe('qcl-mixnet datasets', () => {
  it('lists every data set and names those that are missing', async () => {
    const { stdout, code } = await place.run(['datasets', 'list'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/har +│ +multiclass │ 10299 │ +561 │ +6 │ +1\.38 │ +missing/);
    expect(stdout).toMatch(/balance_scale .* embedded/);
    expect(stdout).toMatch(/^minerals is missing: sign in to Kaggle/m);
    const json = JSON.parse((await place.run(['datasets', 'list', '--json'], { env })).stdout);
    expect(json.datasets).toHaveLength(18);
    expect(json.datasets[14]).toMatchObject({
      name: 'balance_scale',
      rows: 625,
      origin: { kind: 'embedded' },
    });
    expect(json.datasets[14].classCounts).toContainEqual({ label: 'B', rows: 49 });
  });

  it('tells all about one', async () => {
    const { stdout } = await place.run(['datasets', 'info', 'glass'], { env });
    expect(stdout).toMatch(/^licence: +CC BY 4\.0$/m);
    expect(stdout).toMatch(/^original: +https:\/\/archive\.ics\.uci\.edu\/static\/public\/42\//m);
    const json = JSON.parse((await place.run(['datasets', 'info', 'glass', '--json'], { env })).stdout);
    expect(json).toMatchObject({ name: 'glass', origin: null, imbalanceRatio: 76 / 9 });
  });

  it('maps the test rows of those that are available on one page, the same for the same seed', async () => {
    const draw = (out: string, ...more: string[]) =>
      place.run(['datasets', 'map', '--rows', '40', '--out', out, ...more], { env });
    const { code, stdout, stderr } = await draw('maps.svg', '--narrow', 'narrow.svg');
    expect(stderr).toMatch(/^notice: har: skipped, it is not available$/m);
    expect([code, stdout]).toEqual([0, 'Wrote maps.svg and narrow.svg with 1 map.\n']);
    const [wide, narrow] = ['maps.svg', 'narrow.svg'].map((name) => place.bytes(name).toString());
    // The sample is stratified, so it may be a little smaller.
    const points = marksIn(wide)
      .slice(0, 3)
      .reduce((sum, { count }) => sum + count, 0);
    expect(points).toBeGreaterThan(30);
    expect(points).toBeLessThanOrEqual(40);
    expect(narrow).toMatch(/^<svg[^>]* width="360"/);
    expect(textsOf(wide)).toEqual(expect.arrayContaining(['R: 46 %', 'L: 46 %', 'B: 8.0 %']));
    const again = await draw('again.svg', 'balance_scale', 'balance_scale');
    expect(again.stderr).toBe('balance_scale: mapped, 1 of 1\n');
    expect(place.bytes('again.svg').toString()).toBe(wide);
    await place.expectRefusal(['datasets', 'map', 'har', '--out', 'maps.svg'], [/har/], { env });
    await place.expectRefusal(['datasets', 'map', 'har', '--out', 'maps.png'], [/maps\.png/, /\.svg/], {
      env,
    });
  });

  it('offers the nearest names for one that it does not know', async () => {
    const pieces = [/no data set "ecolli"\. Did you mean "ecoli"\?/];
    await place.expectRefusal(['datasets', 'info', 'ecolli'], pieces, { env });
    await place.expectRefusal(['datasets', 'fetch', 'ecolli'], pieces, { env });
    await place.expectRefusal(['datasets', 'verify', 'ecolli'], pieces, { env });
  });

  it('refuses to fetch what only a person can, and says how', async () => {
    await place.expectRefusal(['datasets', 'fetch', 'minerals'], [/sign in to Kaggle/, /--from FILE/], {
      env,
    });
    await place.expectRefusal(['datasets', 'fetch', '--from', 'x'], [/name that data set/], { env });
  });

  it('verifies what is here, and finds a file that was changed', async () => {
    const fine = await place.run(['datasets', 'verify'], { env });
    expect(fine.code).toBe(0);
    expect(fine.stdout).toMatch(/^balance_scale: ok, 625 rows, embedded, checksum f105199cc001/m);
    expect(fine.stdout).toMatch(/^har: skipped, run /m);
    writeFileSync(place.path('glass.csv.gz'), gzipSync('a,target\n1,2\n'));
    const changed = await place.run(['datasets', 'verify'], {
      env: { ...env, QCL_MIXNET_DATA: place.folder },
    });
    expect(changed.code).toBe(2);
    expect(changed.stderr).toMatch(
      /^error: .*glass\.csv\.gz is not the data set glass: its table has 1 row, expected/,
    );
    expect(changed.stdout).toMatch(/^balance_scale: ok/m);
  });

  it.skipIf(WITHOUT_DATA)(`verifies all tables of the folder ${NEEDS_DATA}`, async () => {
    const args = ['datasets', 'verify'];
    const { stdout, code } = await place.run(args, { env: { ...env, QCL_MIXNET_DATA: SHARED_DATA } });
    expect(code).toBe(0);
    expect(stdout.match(/: ok, /g)).toHaveLength(17);
  });
});
