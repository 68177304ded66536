// npm run bench -- report: the report of the whole benchmark: its size, and how long Chromium takes to draw it. The
// records are synthetic, 21 classifiers x 17 data sets x 5 seeds, unless QCL_MIXNET_RUNS names files or folders of real
// ones (separated by :).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { classifiers } from '../dist/index.js';
import { datasets } from '../dist/paper/index.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { experimentReport } from '../dist/paper/report/experiment-report.js';
import { reportPage } from '../dist/report/page.js';
import { median } from './in-turn.mjs';

const SEEDS = [42, 43, 44, 45, 46];
const EPOCHS = 100;
/** The paper has 18, but HAR is not available everywhere. */
const DATASETS = 17;
const MOST_CLASSES = 26;
const TURNS = 5;

async function records() {
  const paths = process.env.QCL_MIXNET_RUNS?.split(':') ?? [];
  if (paths.length > 0) return (await Promise.all(paths.map(readRecords))).flatMap(({ records }) => records);
  const random = new RandomStream(1, 'records');
  return datasets
    .slice(0, DATASETS)
    .flatMap(({ name }, d) =>
      classifiers
        .slice(0, 21)
        .flatMap((entry) =>
          SEEDS.map((seed) => syntheticRecord(name, 2 + ((d * 5) % (MOST_CLASSES - 1)), entry, seed, random)),
        ),
    );
}

function syntheticRecord(dataset, classes, { name, options }, seed, random) {
  const score = 0.5 + 0.5 * random.uniform();
  const metrics = ['accuracy', 'macroPrecision', 'macroRecall', 'macroF1', 'harmonicF1', 'balancedAccuracy'];
  const cells = Array.from({ length: classes * classes }, (_, i) => [
    Math.floor(i / classes),
    i % classes,
    1 + random.integer(50),
  ]);
  const curve = Array.from({ length: EPOCHS }, () => Number(random.uniform().toPrecision(5)));
  /** @type {unknown} */
  const record = {
    dataset,
    checksum: dataset,
    classifier: name,
    options: {},
    seed,
    protocol: 'honest',
    version: '0',
    kernelBuild: 'fma',
    node: process.version,
    outcome: 'done',
    metrics: Object.fromEntries(metrics.map((metric) => [metric, score])),
    classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
    confusion: cells,
    rows: { train: 4000, test: 1000 },
    columns: 20,
    sharedRows: 0,
    bestEpoch: 50,
    epochs: EPOCHS,
    seconds: 1 + random.uniform(),
    trainingSeconds: 1 + random.uniform(),
    threadPeakBytes: 1,
    processPeakBytes: 1,
    ...('epochs' in options.shape && { curve: { loss: curve, validationMacroF1: curve } }),
  };
  return /** @type {import('../dist/paper/index.js').RunRecord} */ (record);
}

/** From the start of the navigation to the first frame after loading. */
async function drawSeconds(browser, address) {
  const page = await browser.newPage();
  await page.goto(address);
  const milliseconds = await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),
  );
  await page.close();
  return milliseconds / 1000;
}

export async function benchReport() {
  const all = await records();
  const started = performance.now();
  const text = reportPage(experimentReport(all));
  const writing = (performance.now() - started) / 1000;
  const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-report-'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    const seconds = [];
    for (let turn = 0; turn < TURNS; turn++)
      seconds.push(await drawSeconds(browser, pathToFileURL(file).href));
    return [
      {
        what: `report of ${all.length} records, size`,
        ours: Buffer.byteLength(text) / 1e6,
        unit: 'MB',
        limit: 3,
      },
      { what: 'written in', ours: writing, unit: 's' },
      { what: 'drawn by Chromium, first time', ours: seconds[0], unit: 's', limit: 2 },
      { what: `drawn by Chromium, median of ${TURNS}`, ours: median(seconds), unit: 's', limit: 2 },
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
