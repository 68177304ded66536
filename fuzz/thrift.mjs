/** Parses and serializes Thrift's compact protocol, so that single fields of a file's metadata can be edited. */

const STRUCT = 12;

/**
 * `data`: a bigint for the types 3 to 6, bytes for 7 and 8, the elements of a list, the fields of a struct.
 * @typedef {{ type: number, data: any, element?: number }} Value
 * @typedef {{ id: number, value: Value }} Field
 */

/**
 * The struct at `start` of valid bytes, and where it ends.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @returns {{ value: Value, end: number }}
 */
export function parseStruct(bytes, start) {
  let at = start;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const zigzag = () => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const take = (length) => {
    at += length;
    return bytes.slice(at - length, at);
  };
  /** @returns {Value} */
  const read = (type) => {
    switch (type) {
      case 1:
      case 2:
        return { type, data: undefined };
      case 3:
        return { type, data: BigInt(bytes[at++]) };
      case 4:
      case 5:
      case 6:
        return { type, data: zigzag() };
      case 7:
        return { type, data: take(8) };
      case 8:
        return { type, data: take(Number(varint())) };
      case 9: {
        const head = bytes[at++];
        const size = head >> 4 === 15 ? Number(varint()) : head >> 4;
        const element = head & 15;
        return {
          type,
          element,
          data: Array.from({ length: size }, () => (element < 3 ? read(3) : read(element))),
        };
      }
      case STRUCT: {
        /** @type {Field[]} */
        const fields = [];
        let id = 0;
        for (let head = bytes[at++]; (head & 15) !== 0; head = bytes[at++]) {
          id = head >> 4 === 0 ? Number(zigzag()) : id + (head >> 4);
          fields.push({ id, value: read(head & 15) });
        }
        return { type, data: fields };
      }
      default:
        throw new Error(`type ${type}`);
    }
  };
  return { value: read(STRUCT), end: at };
}

/**
 * @param {Value} value
 * @returns {Uint8Array}
 */
export function serialize(value) {
  /** @type {number[]} */
  const out = [];
  const varint = (number) => {
    let rest = BigInt.asUintN(64, number);
    for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
    out.push(Number(rest));
  };
  const zigzag = (number) => varint((number << 1n) ^ (number >> 63n));
  const write = (/** @type {Value} */ { type, data, element }) => {
    if (type === 3) out.push(Number(BigInt.asUintN(8, data)));
    else if (type >= 4 && type <= 6) zigzag(data);
    else if (type === 7) out.push(...data);
    else if (type === 8) {
      varint(BigInt(data.length));
      for (const byte of data) out.push(byte);
    } else if (type === 9) {
      if (data.length < 15) out.push((data.length << 4) | element);
      else {
        out.push(0xf0 | element);
        varint(BigInt(data.length));
      }
      for (const each of data) write(each);
    } else if (type === STRUCT) {
      let last = 0;
      for (const { id, value: field } of data) {
        const delta = id - last;
        if (delta > 0 && delta < 16) out.push((delta << 4) | field.type);
        else {
          out.push(field.type);
          zigzag(BigInt(id));
        }
        last = id;
        write(field);
      }
      out.push(0);
    }
  };
  write(value);
  return Uint8Array.from(out);
}

/**
 * The value of a field, by the numbers of the fields that lead to it.
 * @param {Value} value
 * @param {number[]} path
 * @returns {Value | undefined}
 */
export function field(value, ...path) {
  let at = /** @type {Value | undefined} */ (value);
  for (const id of path) at = at?.data.find((each) => each.id === id)?.value;
  return at;
}

/**
 * Changes one value somewhere in a tree, in place: a number, a boolean, a text, a list or a whole field.
 * @param {import('./random.mjs').Random} random
 * @param {Value} value
 */
export function edit(random, value) {
  const { type, data } = value;
  if (type === STRUCT || type === 9) {
    if (data.length === 0) return;
    const index = random.integer(data.length);
    const damage = random.uniform();
    if (damage < 0.05) data.splice(index, 1);
    else if (damage < 0.08) data.splice(index, 0, structuredClone(random.pick(data)));
    else if (type === STRUCT && damage < 0.1) data[index].id = random.integer(40);
    else edit(random, type === STRUCT ? data[index].value : data[index]);
  } else if (type <= 2) value.type = 3 - type;
  else if (type <= 6) value.data = editNumber(random, data);
  else if (type === 8) value.data = random.bytes(random.integer(12));
}

function editNumber(random, number) {
  return random.pick([
    () => number + BigInt(random.integer(9) - 4),
    () => BigInt(random.integer(20)),
    () => -number,
    () => number * 2n,
    () => number / 2n,
    () => number + 2n ** BigInt(random.integer(40)),
    () => BigInt(random.pick([-1, 0, 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, Number.MAX_SAFE_INTEGER])),
    () => 2n ** 63n - 1n,
  ])();
}
