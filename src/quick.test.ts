import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { QclMixNet } from './classifiers/qcl-mixnet/qcl-mixnet.js';
it('trains', async () => {
  const lines = gunzipSync(readFileSync('../shared/data/balance_scale.csv.gz')).toString().trim().split('\n').slice(1).map((l) => l.split(','));
  const y = lines.map((l) => l[4]);
  const data = Float32Array.from(lines.flatMap((l) => l.slice(0, 4).map((v) => (Number(v) - 3) / Math.SQRT2)));
  const m = new QclMixNet({ seed: 1 });
  const t = performance.now();
  await m.fit({ data, rows: 625, columns: 4 }, y, { onProgress: (p) => { if (p.epoch % 20 === 0) console.log(p.epoch, p.loss, p.validationMacroF1, p.bestEpoch); } });
  console.log(performance.now() - t, 'ms', m.toJSON().kernelBuild);
  expect(m.isFitted).toBe(true);
});
