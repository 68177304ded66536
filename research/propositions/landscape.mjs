// Proposition 3: whether the contrastive terms smooth the landscape of the loss, whether the loss is locally Lipschitz, and where
// its gradient points.
import { RandomStream } from '../../dist/index.js';
import { definitionOf, learnedPath } from './learned-path.mjs';
import { LossSurface, moved, norm, unit } from './loss-surface.mjs';
import { Collector } from './record.mjs';
import { spreadOf, unitRows } from './spread.mjs';
import { chosenRows, smallSplit } from './tables.mjs';

/** The hybrid loss, and the focal variance loss alone. */
export const LOSSES = {
  hybrid: {},
  without: { lossAlpha: 1 },
};

/** The sums of Eq. 15 and 16 as they are printed, for the question whether the loss is continuous. */
const PRINTED = {
  contrastiveReduction: 'sum',
  tripletReduction: 'sum',
  tripletEmbedding: 'raw',
  tripletDistance: 'squared',
};

export const TABLES = ['balance_scale', 'ecoli', 'glass', 'vehicle', 'wine_quality_red', 'pen_digits'];
/** Shares of the training at which the surface is looked at. */
export const MARKS = [0, 0.1, 0.5, 1];
/** Places on the path between which the change of the gradient is taken. */
const STEPS_ON_PATH = 40;
const ROWS = 64;

/** @param {boolean} quick */
export async function measureLandscape(quick) {
  const found = new Collector(3);
  const seeds = quick ? [1] : [1, 2, 3];
  const steps = quick ? 20 : 400;
  for (const name of quick ? ['balance_scale'] : TABLES) {
    for (const seed of seeds) {
      const split = await smallSplit(name, seed, { train: 1024, test: 256 });
      if (split === undefined) continue;
      await measureTable(found, name, split, { seed, steps, quick });
      console.log(`proposition 3: ${name}, seed ${seed}`);
    }
  }
  return found.measurements();
}

async function measureTable(found, name, { train, test }, { seed, steps, quick }) {
  const order = new RandomStream(seed, 'rows of the surface').permutation(train.X.rows).subarray(0, ROWS);
  const rows = chosenRows(train, order);
  const surfaces = {};
  const marks = Array.from({ length: STEPS_ON_PATH + 1 }, (_, i) => i / STEPS_ON_PATH);
  let path;
  for (const loss of Object.keys(LOSSES)) {
    const definition = definitionOf(LOSSES[loss]);
    const surface = await LossSurface.create(definition, rows, { fast: true });
    surfaces[loss] = surface;
    const snapshots = await learnedPath(LOSSES[loss], train, { steps, seed, marks });
    const points = snapshots.map((snapshot) => Float64Array.from(surface.pointOf(snapshot)));
    if (loss === 'hybrid') path = { points, snapshots };
    measurePath(found, name, loss, surface, points);
    measureLines(found, name, loss, surface, points, seed);
    const precise = await LossSurface.create(definition, rows);
    for (const mark of MARKS) {
      const point = points[Math.round(mark * STEPS_ON_PATH)];
      const random = new RandomStream(seed, 'first direction');
      const value = precise.largestEigenvalue(point, random, { iterations: quick ? 5 : 20 });
      found.add('eigenvalue', name, { loss, mark }, value);
    }
    precise.release();
  }
  const { points, snapshots } = path;
  const watched = { 'rows of the step': rows, 'held out': test };
  const spreads = Object.entries(watched).map(([of, { X, y }]) => {
    const embed = surfaces.hybrid.embeddingOf(X);
    return { of, spread: (point, snapshot) => spreadOf(unitRows(embed(point, snapshot)), y) };
  });
  // Steps by both losses from the same points, those of the hybrid loss.
  for (const mark of MARKS) {
    const i = Math.round(mark * STEPS_ON_PATH);
    measureSteps(found, name, { surfaces, spreads, point: points[i], snapshot: snapshots[i], mark });
  }
  for (const surface of Object.values(surfaces)) surface.release();
  const end = points[STEPS_ON_PATH];
  for (const [loss, options] of Object.entries({ ...LOSSES, printed: PRINTED })) {
    const surface = await LossSurface.create(definitionOf(options), rows);
    measureContinuity(found, name, { loss, surface, point: end, seed, quick });
    if (loss === 'hybrid') measureSmallEmbedding(found, name, surface, end);
    surface.release();
  }
}

/** The largest change of the gradient by change of the parameters, from mark to mark of a training. */
function measurePath(found, name, loss, surface, points) {
  let largest = 0;
  let before = surface.at(points[0]);
  for (let i = 1; i < points.length; i++) {
    const now = surface.at(points[i]);
    const way = norm(points[i].map((value, j) => value - points[i - 1][j]));
    const change = norm(now.gradient.map((value, j) => value - before.gradient[j]));
    if (way > 0) largest = Math.max(largest, change / way);
    before = now;
  }
  found.add('lipschitz', name, { loss }, largest);
}

/** Places on a line, of its length. */
export const PLACES = Array.from({ length: 21 }, (_, i) => i / 20);

/**
 * The loss on the straight line from the start to the end of the training, and along random directions from the end, as a share of
 * the fall of the loss in training.
 */
function measureLines(found, name, loss, surface, points, seed) {
  const [start, end] = [points[0], points[points.length - 1]];
  const [from, to] = [surface.at(start).loss, surface.at(end).loss];
  found.add('fall', name, { loss }, from - to);
  const way = end.map((value, i) => value - start[i]);
  const losses = PLACES.map((place) => surface.at(moved(start, way, place)).loss);
  PLACES.forEach((place, i) => {
    found.add('line', name, { loss, line: 'start to end', place }, (losses[i] - to) / (from - to));
  });
  const random = new RandomStream(seed, 'directions');
  const directions = Array.from({ length: 4 }, () => surface.directionLike(end, random));
  for (const place of PLACES) {
    const rise = directions.map((direction) => surface.at(moved(end, direction, place)).loss - to);
    const mean = rise.reduce((sum, value) => sum + value, 0) / rise.length;
    found.add('line', name, { loss, line: 'random', place }, mean / (from - to));
  }
}

/**
 * What a step of length 0.01 along the negative gradient does to the unit embedding: the change of the logarithm of the spread
 * between the classes, and of the spread within them.
 */
function measureSteps(found, name, { surfaces, spreads, point, snapshot, mark }) {
  for (const [loss, surface] of Object.entries(surfaces)) {
    const { gradient } = surface.at(point);
    const after = moved(point, unit(gradient), -0.01);
    for (const { of, spread } of spreads) {
      const [first, second] = [point, after].map((at) => spread(at, snapshot));
      for (const kind of ['between', 'within']) {
        const change = Math.log(second[kind] / first[kind]);
        found.add('step', name, { loss, mark, rows: of, spread: kind }, change);
      }
    }
  }
}

/** How often the steepest part of a line is divided into PARTS, and how long it is then. */
export const ZOOMS = 8;
export const PARTS = 10;
const LINE = 0.1;

/**
 * Looks for a jump of the loss: the part of a line where it changes most is divided again and again. The change over the last part,
 * of length LINE / (10 PARTS^ZOOMS), goes to 0 with this length if the loss is Lipschitz.
 */
function measureContinuity(found, name, { loss, surface, point, seed, quick }) {
  const direction = unit(surface.directionLike(point, new RandomStream(seed, 'line')));
  let [from, length] = [0, LINE];
  // The first division is finer, so that a jump is not missed beside a slope.
  let parts = quick ? PARTS : 10 * PARTS;
  for (let zoom = 1; zoom <= ZOOMS; zoom++) {
    const [start, span] = [from, length];
    const losses = Array.from(
      { length: parts + 1 },
      (_, i) => surface.at(moved(point, direction, start + (i * span) / parts)).loss,
    );
    const changes = losses.slice(1).map((loss, i) => Math.abs(loss - losses[i]));
    const most = Math.max(...changes);
    from += (changes.indexOf(most) * length) / parts;
    length /= parts;
    parts = PARTS;
    found.add('change', name, { loss, zoom }, most);
  }
}

/** By how much the last layer of the projection head is shrunk. */
export const SHRINKS = [1, 0.1, 0.01, 0.001];

/** The length of the gradient by that layer when the embedding goes to 0: cosine similarity does not depend on its length. */
function measureSmallEmbedding(found, name, surface, point) {
  const places = surface.places(/^proj2\./);
  for (const shrink of SHRINKS) {
    const shrunk = point.slice();
    for (const { offset, size } of places) for (let i = 0; i < size; i++) shrunk[offset + i] *= shrink;
    const { gradient } = surface.at(shrunk);
    const parts = places.map(({ offset, size }) => norm(gradient.subarray(offset, offset + size)));
    found.add('shrunk', name, { shrink }, Math.hypot(...parts));
  }
}
