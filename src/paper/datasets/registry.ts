/**
 * The 18 data sets of the paper's Table 1, in its order. The rules are tested on originals rebuilt from the tables,
 * not on the repositories, whose files may change: the checksum decides whether a download is used.
 */
import { InputError } from '../../errors.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { quote } from '../../text/name-list.js';
import type { DatasetEntry } from './dataset-entry.js';
import { abalone } from './entries/abalone.js';
import { arrhythmia } from './entries/arrhythmia.js';
import { balanceScaleEntry } from './entries/balance-scale.js';
import { ecoli } from './entries/ecoli.js';
import { glass } from './entries/glass.js';
import { har } from './entries/har.js';
import { isolet } from './entries/isolet.js';
import { letter } from './entries/letter.js';
import { lymph } from './entries/lymph.js';
import { minerals } from './entries/minerals.js';
import { oneHundredPlantsTexture } from './entries/one-hundred-plants-texture.js';
import { opticalDigits } from './entries/optical-digits.js';
import { penDigits } from './entries/pen-digits.js';
import { satimage } from './entries/satimage.js';
import { satimageMulti } from './entries/satimage-multi.js';
import { vehicle } from './entries/vehicle.js';
import { wineQualityRed } from './entries/wine-quality-red.js';
import { wineQualityWhite } from './entries/wine-quality-white.js';

/** The 18 data sets of the paper: sizes, classes, checksums, and how each table is made from its original. */
export const datasets: readonly DatasetEntry[] = [
  ecoli,
  opticalDigits,
  satimage,
  penDigits,
  abalone,
  isolet,
  arrhythmia,
  minerals,
  vehicle,
  satimageMulti,
  har,
  wineQualityRed,
  lymph,
  oneHundredPlantsTexture,
  balanceScaleEntry,
  wineQualityWhite,
  letter,
  glass,
];

/** The entry called `name`. Throws `InputError`, which suggests the nearest names, if there is none. */
export function findDataset(name: string): DatasetEntry {
  const found = datasets.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const names = datasets.map((entry) => entry.name);
  throw new InputError(
    `there is no data set ${quote(name)}.${didYouMean(name, names)} Data sets: ${names.join(', ')}`,
  );
}
