/** Damages to a model file whose checksum still matches: values, shapes, names, the description. */
import { ELEMENT_TYPES } from '../dist/modelfile/tensor.js';

const FLOATS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-45,
  1e-38,
  1e-10,
  1e5,
  -1e5,
  1e10,
  -1e10,
  1e19,
  -1e19,
  1e38,
  -1e38,
  3.4e38,
  -3.4e38,
  1e308,
  -1e308,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];
const INTEGERS = [0, 1, -1, 2, 3, 7, 64, 65535, 2 ** 31 - 1, -(2 ** 31), 2 ** 30];
const FACTORS = [0, -1, 2, 1e3, 1e6, 1e10, 1e18, 1e30, 1e-6, 1e-20, 1e-40];

/** Inserted verbatim into the description. */
const TOKENS = [
  '0',
  '-0',
  '1',
  '-1',
  '2',
  '3',
  '0.5',
  '1.5',
  '64',
  '4096',
  '1e9',
  '2147483647',
  '9007199254740991',
  '9007199254740993',
  '1e15',
  '1e38',
  '1e200',
  '1e308',
  '-1e308',
  '5e-324',
  '1e-30',
  '1e-8',
  '1e999',
  '-1e999',
  'null',
  'true',
  'false',
  '""',
  '"a"',
  '"0"',
  '[]',
  '[0]',
  '[1,1]',
  '{}',
  '{"__proto__":{}}',
  'NaN',
  '\ud800',
];
const MARK = '\u0001token:';
const MARKED = /"\\u0001token:(\d+)"/g;

/**
 * Applies one to three damages to `parts`.
 * @param {import('./random.mjs').Random} random
 * @param {import('./model-parts.mjs').ModelParts} parts
 */
export function damageParts(random, parts) {
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0; left--) {
    const damage = random.pick(DAMAGES);
    if (damage !== inDescription && parts.tensors.length === 0) continue;
    damage(random, parts);
  }
}

const DAMAGES = [values, values, values, values, inDescription, inDescription, inDescription, layout];

/** @param {import('./random.mjs').Random} random @param {import('./model-parts.mjs').ModelParts} parts */
function values(random, { tensors }) {
  const { dtype, bytes } = random.pick(tensors);
  const type = ELEMENT_TYPES.get(dtype);
  if (type === undefined || bytes.length % type.bytes > 0 || bytes.length === 0) return;
  const data = new type.arrayType(/** @type {ArrayBuffer} */ (bytes.buffer));
  const extreme = () =>
    random.pick(dtype === 'I32' ? [...INTEGERS, data.length, random.integer(100)] : FLOATS);
  const at = random.integer(data.length);
  random.pick([
    () => data.fill(extreme(), at, at + 1),
    () => data.fill(extreme(), at, at + 1),
    () => data.fill(extreme()),
    () => data.fill(extreme(), at),
    () =>
      data.forEach((_, i) => {
        if (random.chance(0.2)) data[i] = extreme();
      }),
    () => {
      const factor = random.pick(FACTORS);
      data.forEach((value, i) => {
        data[i] = value * factor;
      });
    },
    () => data.reverse(),
    () => data.copyWithin(at, random.integer(data.length)),
  ])();
}

/** @param {import('./random.mjs').Random} random @param {import('./model-parts.mjs').ModelParts} parts */
function layout(random, parts) {
  const { tensors, metadata } = parts;
  const tensor = random.pick(tensors);
  const shape = /** @type {number[]} */ (Array.isArray(tensor.shape) ? tensor.shape : []);
  random.pick([
    () => {
      tensor.shape = random.pick([
        [],
        [0],
        [...shape, 1],
        shape.toReversed(),
        [2 ** 40, 2 ** 40],
        'x',
        [[[]]],
        null,
      ]);
    },
    () => {
      tensor.dtype = random.pick(['F32', 'F64', 'I32', 'I64', 'BF16', '', '__proto__']);
    },
    () => {
      tensor.begin = random.pick([0, 1, 4, -1, 2 ** 40, random.integer(1000)]);
    },
    () => {
      tensor.end = random.pick([0, 1, 2 ** 53, random.integer(10000)]);
    },
    () => {
      tensor.name = random.pick([
        '',
        '__proto__',
        '__metadata__',
        random.pick(tensors).name,
        `${tensor.name}x`,
      ]);
    },
    () => {
      tensors.splice(tensors.indexOf(tensor), 1);
    },
    () => {
      tensors.push({ ...tensor, name: `${tensor.name}${random.pick(['', '.', '2'])}` });
    },
    () => {
      const other = random.pick(tensors);
      [tensor.name, other.name] = [other.name, tensor.name];
    },
    () => resize(random, parts, tensor),
    () =>
      metadata.set(
        random.pick(['format', 'version', 'x']),
        random.pick(['', '0', '1', '2', '1e9', 'qcl-mixnet']),
      ),
  ])();
}

/** Changes the number of rows of a tensor, and the list of arrays accordingly. */
function resize(random, parts, tensor) {
  const rows = tensor.shape?.[0];
  if (!Number.isInteger(rows) || rows === 0) return;
  const rowBytes = tensor.bytes.length / rows;
  const changed = random.pick([0, 1, rows - 1, rows + 1, 2 * rows, rows + random.integer(300)]);
  const bytes = new Uint8Array(changed * rowBytes);
  for (let at = 0; at < bytes.length; at += tensor.bytes.length) {
    bytes.set(tensor.bytes.subarray(0, Math.min(tensor.bytes.length, bytes.length - at)), at);
  }
  tensor.bytes = bytes;
  tensor.shape = [changed, ...tensor.shape.slice(1)];
  const listed = `{"name":${JSON.stringify(tensor.name)},"shape":[${rows}`;
  parts.description = parts.description.replace(listed, listed.replace(/\d+$/, String(changed)));
}

/** @param {import('./random.mjs').Random} random @param {import('./model-parts.mjs').ModelParts} parts */
function inDescription(random, parts) {
  let root;
  try {
    root = JSON.parse(parts.description);
  } catch {
    return;
  }
  const [owner, key] = place(random, root);
  const token = () => `${MARK}${random.integer(TOKENS.length)}`;
  let repeated = false;
  if (owner === undefined) root = token();
  else if (Array.isArray(owner)) {
    random.pick([
      () => owner.splice(key, 1, token()),
      () => owner.splice(key, 1, token()),
      () => owner.splice(key, 1),
      () => owner.splice(key, 0, structuredClone(owner[key])),
      () => owner.reverse(),
      () => owner.splice(key, 1, deep()),
      () => owner.push(...Array.from({ length: random.integer(2000) }, () => owner[key])),
    ])();
  } else {
    random.pick([
      () => set(owner, key, token()),
      () => set(owner, key, token()),
      () => set(owner, key, token()),
      () => set(owner, key, nearbyNumber(random, owner[key])),
      () => delete owner[key],
      () => set(owner, random.pick(['__proto__', 'constructor', 'x', `${key}x`]), owner[key]),
      () => set(owner, key, deep()),
      () => {
        const [other, otherKey] = place(random, root);
        set(owner, key, other === undefined ? null : structuredClone(other[otherKey]));
      },
      () => {
        repeated = true;
      },
    ])();
  }
  let text = JSON.stringify(root).replace(MARKED, (_, index) => TOKENS[Number(index)]);
  if (repeated)
    text = text.replace(`${JSON.stringify(key)}:`, `${JSON.stringify(key)}:0,${JSON.stringify(key)}:`);
  parts.description = text;
}

function set(owner, key, value) {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}

function nearbyNumber(random, value) {
  if (typeof value !== 'number') return value;
  return random.pick([value + 1, value - 1, -value, value * 2, value / 2, value * 1e6, value + 0.5]);
}

/** Nested arrays, deeper than a reader accepts. */
function deep() {
  let value = [];
  for (let level = 0; level < 80; level++) value = [value];
  return value;
}

/** A random value of the tree, as its owner and key; the owner is undefined for the root. */
function place(random, root) {
  let owner;
  let key;
  let value = root;
  while (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 0 || (owner !== undefined && random.chance(0.1))) break;
    owner = value;
    key = random.pick(keys);
    value = owner[key];
    if (Array.isArray(owner)) key = Number(key);
  }
  return [owner, key];
}
