/** Parquet through `readTable`: many kinds of files, with edited metadata, page headers and pages. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readTable } from '../../dist/index.js';
import { howMany, names, word } from '../cells.mjs';
import { checkTable } from '../checked-table.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';
import { putTogether, takeApart } from '../parquet-file.mjs';
import { Random } from '../random.mjs';
import { edit } from '../thrift.mjs';

const FIXTURES = new URL('../../src/tables/reading/parquet/fixtures/parquet.json', import.meta.url);

/** @type {import('./index.mjs').Target<{ files: Uint8Array[] }>} */
export const parquet = {
  name: 'parquet',

  async prepare() {
    const { files } = JSON.parse(readFileSync(FIXTURES, 'utf8'));
    const fromPyarrow = files.map(({ base64 }) => new Uint8Array(Buffer.from(base64, 'base64')));
    const written = Array.from({ length: 150 }, (_, i) => write(new Random(0, 'corpus of parquet', i)));
    return { files: [...fromPyarrow, ...written] };
  },

  generate(random, { files }) {
    const valid = random.chance(0.9) ? random.pick(files) : write(random);
    const damage = random.uniform();
    if (damage < 0.15) return valid;
    if (damage < 0.35) return mutate(random, valid);
    const file = takeApart(valid);
    const pages = file.chunks.flatMap((chunk) => chunk.pages);
    for (let left = 1 + random.integer(random.pick([1, 3])); left > 0; left--) {
      const place = random.uniform();
      if (place < 0.35) edit(random, file.footer);
      else if (place < 0.6) edit(random, random.pick(pages).header);
      else {
        const page = random.pick(pages);
        page.body = mutate(random, page.body);
      }
    }
    return putTogether(file, random.chance(0.9));
  },

  run: (bytes) =>
    outcome(async () =>
      checkTable(await readTable(bytes, { name: 'fuzz', format: 'parquet', memoryLimitBytes: 2 ** 27 })),
    ),
};

/** Compressors besides Snappy, which the writer has. */
const COMPRESSORS = { GZIP: (bytes) => gzipSync(bytes), BROTLI: (bytes) => brotliCompressSync(bytes) };
const CODECS = ['UNCOMPRESSED', 'UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI'];

/** @type {((random: import('../random.mjs').Random) => { type: string, encodings: (string | undefined)[], cell: () => any })[]} */
const KINDS = [
  (random) => ({
    type: 'DOUBLE',
    encodings: [undefined, 'PLAIN', 'BYTE_STREAM_SPLIT'],
    cell: () =>
      random.pick([random.uniform(), 0.5, random.chance(0.02) ? Number.POSITIVE_INFINITY : -0, 1e300]),
  }),
  (random) => ({
    type: 'FLOAT',
    encodings: [undefined, 'PLAIN', 'BYTE_STREAM_SPLIT'],
    cell: () => Math.fround(random.uniform() * 10),
  }),
  (random) => ({
    type: 'INT32',
    encodings: [undefined, 'PLAIN', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
    cell: () => random.pick([random.integer(5), random.integer(2 ** 32) - 2 ** 31]),
  }),
  (random) => ({
    type: 'INT64',
    encodings: [undefined, 'PLAIN', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
    cell: () => random.pick([BigInt(random.integer(9)), BigInt(random.integer(2 ** 50)) * 4096n]),
  }),
  (random) => ({ type: 'BOOLEAN', encodings: [undefined, 'PLAIN', 'RLE'], cell: () => random.chance(0.3) }),
  (random) => ({
    type: 'STRING',
    encodings: [undefined, 'PLAIN', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'],
    cell: () => word(random),
  }),
  (random) => ({ type: 'TIMESTAMP', encodings: [undefined], cell: () => new Date(random.integer(2 ** 41)) }),
  (random) => ({ type: 'JSON', encodings: [undefined], cell: () => ({ a: random.integer(4) }) }),
];

/** @param {import('../random.mjs').Random} random */
function write(random) {
  const rows = howMany(random, 500);
  const columns = howMany(random, 12);
  const columnData = names(random, columns).map((name) => {
    const { type, encodings, cell } = random.pick(KINDS)(random);
    const missing = random.pick([0, 0, 0.1, 0.9, 1]);
    const repeated = random.chance(0.2) ? cell() : undefined;
    const data = Array.from({ length: rows }, () => (random.chance(missing) ? null : (repeated ?? cell())));
    const encoding = random.pick(encodings);
    return { name, type, data, nullable: missing > 0 || random.chance(0.5), ...(encoding && { encoding }) };
  });
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: /** @type {any} */ (columnData),
      codec: /** @type {any} */ (random.pick(CODECS)),
      compressors: COMPRESSORS,
      statistics: random.chance(0.5),
      rowGroupSize: random.chance(0.5) ? rows : 1 + random.integer(rows),
      pageSize: random.pick([64, 1024, 1 << 20]),
    }),
  );
}
