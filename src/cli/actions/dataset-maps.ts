/** The work of `qcl-mixnet datasets map`. */
import { extname } from 'node:path';
import { InputError } from '../../errors.js';
import { NARROW } from '../../figures/style.js';
import type { TsneMap } from '../../figures/tsne-maps.js';
import { tsneMaps } from '../../figures/tsne-maps.js';
import { chosenFootnote, markedName } from '../../paper/datasets/chosen-on.js';
import { DatasetUnavailable } from '../../paper/datasets/dataset-unavailable.js';
import { datasets, findDataset } from '../../paper/datasets/registry.js';
import { mapTestRows } from '../../paper/experiments/map-rows.js';
import { loadDataset } from '../../paper/node/datasets/load-dataset.js';
import { DEFAULT_SEED } from '../../pipeline/defaults.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { countOf } from '../../text/name-list.js';
import type { MapOptions } from '../commands/datasets.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { writeError, writeResult } from '../output/output.js';

/** Maps the data sets that are named; without names those that are available. */
export async function map(names: readonly string[], options: MapOptions): Promise<void> {
  const { out, narrow, rows, seed = DEFAULT_SEED } = options;
  const entries = [...new Set(names.length > 0 ? names.map(findDataset) : datasets)];
  await checkPaths(
    [],
    [
      ['--out', out],
      ['--narrow', narrow],
    ],
  );
  const other = [out, narrow].find((path) => path !== undefined && extname(path).toLowerCase() !== '.svg');
  if (other !== undefined)
    throw new InputError(`the page is an SVG, but its file is ${other}: end its name in .svg`);
  const notice = notices(options);
  const maps: TsneMap[] = [];
  const mapped: string[] = [];
  for (const { name } of entries) {
    try {
      const { table } = await loadDataset(name);
      maps.push({ ...(await mapTestRows(name, table, { seed, mostRows: rows })), name: markedName(name) });
      mapped.push(name);
      if (!options.quiet) writeError(`${name}: mapped, ${maps.length} of ${entries.length}`);
    } catch (error) {
      if (!(error instanceof DatasetUnavailable) || names.length > 0) throw error;
      notice(`${name}: skipped, it is not available`);
    }
  }
  const title =
    'Test rows by the last hidden layer of qcl-mixnet, t-SNE, coloured by class, with the share of each class in all test rows';
  const page = { maps, title, footnote: chosenFootnote(mapped) };
  await writeSvg(out, tsneMaps(page));
  if (narrow !== undefined) await writeSvg(narrow, tsneMaps({ ...page, width: NARROW }));
  await writeResult(
    `Wrote ${narrow === undefined ? out : `${out} and ${narrow}`} with ${countOf(maps.length, 'map')}.\n`,
  );
}

function writeSvg(path: string, svg: string): Promise<void> {
  return writeFileAtomically(path, new TextEncoder().encode(svg));
}
