/** The work of `qcl-mixnet sql`. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { InputError } from '../../errors.js';
import { loadDuckDB } from '../../node/duckdb/load-duckdb.js';
import { type RegisteredModel, registerModel } from '../../node/duckdb/register-model.js';
import { loadModel } from '../../node/model-file.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { affordableThreads } from '../../platform/node/threads/affordable-threads.js';
import { countOf, quote } from '../../text/name-list.js';
import type { SqlOptions } from '../commands/sql.js';
import { abandonable, blockExit } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { isTerminal, writeData } from '../output/output.js';
import { predictionFormat } from '../output/prediction-format.js';
import { queryText, terminalTable } from '../output/query-result.js';
import { sqlError } from '../output/sql-error.js';

/** Notices about rows that are shown: each vector of 2,048 rows can have its own. */
const MOST_NOTICES = 20;

/**
 * What a query reads, only DuckDB knows. So an output that exists must not be named in the query, whatever is meant by it.
 *
 * @throws InputError if it is
 */
function checkNotRead(query: string, out: string | undefined): void {
  if (out === undefined || !query.includes(basename(out)) || !existsSync(out)) return;
  throw new InputError(
    `--out ${out} exists, and the query names ${quote(basename(out))}, which it may read: choose another file`,
  );
}

export async function sql(modelPath: string, query: string, options: SqlOptions): Promise<void> {
  const { out, database, write = false, model: others = [], jobs } = options;
  const paths = [modelPath, ...others.map(({ path }) => path)];
  await checkPaths(
    [...paths.map((path) => ['the model', path] as const), ['--database', database]],
    [['--out', out]],
  );
  checkNotRead(query, out);
  if (query.trim() === '')
    throw new InputError('the query is empty: give a statement of SQL, such as "from \'new.csv\'"');
  const format = predictionFormat(out, options.outFormat, out === undefined && isTerminal());
  const { DuckDBInstance } = await loadDuckDB();
  const models = [{ name: undefined, path: modelPath }, ...others];
  const loaded = await Promise.all(
    models.map(async ({ name, path }) => ({ name, model: await loadModel(path) })),
  );
  const notify = fewNotices(notices(options));
  const instance = await DuckDBInstance.create(database ?? ':memory:', {
    ...(database !== undefined && !write && { access_mode: 'READ_ONLY' }),
    ...(options.memoryLimit !== undefined && { memory_limit: `${options.memoryLimit}B` }),
    threads: String(jobs),
    // Nothing is downloaded unless the query says INSTALL.
    autoinstall_known_extensions: 'false',
  }).catch((error) => {
    throw sqlError(error);
  });
  const connection = await instance.connect();
  const exitIsFree = blockExit();
  const registered: RegisteredModel[] = [];
  try {
    const threads = Math.max(1, affordableThreads(jobs));
    for (const { name, model } of loaded) {
      const own = { name, positive: options.positive, threads, onNotice: notify.one };
      registered.push(await registerModel(connection, model, own));
    }
    if (format.name === 'parquet') {
      await parquetPieces(connection, query, async (pieces) => {
        if (out !== undefined) await saved(out, pieces);
        else for await (const piece of pieces) await writeData(piece);
      });
    } else {
      const result = await lastResult(connection, query);
      if (result.columnCount === 0) return;
      if (out === undefined && isTerminal() && options.outFormat === undefined) {
        await writeData(await terminalTable(result));
      } else {
        const text = queryText(format.name, result);
        if (out === undefined) for await (const piece of text) await writeData(piece);
        else await saved(out, format.gzip ? pipeline(Readable.from(text), createGzip(), () => {}) : text);
      }
    }
    notify.rest();
  } catch (error) {
    throw sqlError(error);
  } finally {
    exitIsFree();
    await Promise.all(registered.map((each) => each.close()));
    connection.closeSync();
    instance.closeSync();
  }
}

/** Runs all statements of the query; the rows of the last one are streamed. */
async function lastResult(connection: DuckDBConnection, query: string): Promise<DuckDBResult> {
  const statements = await connection.extractStatements(query);
  if (statements.count === 0)
    throw new InputError('the query has no statement: give one, such as "from \'new.csv\'"');
  for (let i = 0; i < statements.count - 1; i++) await (await statements.prepare(i)).run();
  return (await statements.prepare(statements.count - 1)).stream();
}

/** The bytes of a Parquet file with the rows, written by DuckDB into a temporary file first. */
async function parquetPieces(
  connection: DuckDBConnection,
  query: string,
  use: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'qcl-mixnet-sql-'));
  try {
    const file = join(folder, 'rows.parquet');
    const rows = query.trim().replace(/;+$/, '');
    await connection.run(`copy (${rows}\n) to '${file.replaceAll("'", "''")}' (format parquet)`);
    await use(createReadStream(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function saved(out: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  return abandonable(`nothing was written to ${out}`, () => writeFileAtomically(out, asBytes(pieces)));
}

async function* asBytes(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** The first notices, and how many there were besides. */
function fewNotices(notify: (notice: string) => void) {
  let count = 0;
  return {
    one(notice: string) {
      if (++count <= MOST_NOTICES) notify(notice);
    },
    rest() {
      if (count > MOST_NOTICES) notify(`${countOf(count - MOST_NOTICES, 'more notice')} about other rows`);
    },
  };
}
