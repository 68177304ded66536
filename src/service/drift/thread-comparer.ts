/** Compares rows with the training of a model in a worker thread, so that requests are answered meanwhile. */
import { createHash } from 'node:crypto';
import { InputError } from '../../errors.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { type DriftFound, openJob } from '../../pipeline/drift/drift-job.js';
import { readModelFile } from '../../platform/node/files/read-model-file.js';
import type { Table } from '../../tables/table.js';
import type { LoadedModel } from '../models/served-model.js';

/** One comparison at a time. */
export class ThreadComparer {
  readonly #executor = new ThreadPool({ threads: 1 });

  /**
   * The model is read from its file again: keeping its bytes would double its memory.
   *
   * @throws InputError if the file is not that of the model any more
   */
  async compare({ path, checksum }: LoadedModel, table: Table): Promise<DriftFound> {
    const bytes = await readModelFile(path);
    if (createHash('sha256').update(bytes).digest('hex') !== checksum) {
      throw new InputError(
        `${path} has changed: the rows are not compared, because they are of the model before`,
      );
    }
    const job = { kind: 'drift-comparisons', shared: { name: path, bytes }, open: openJob };
    const results: DriftFound[] = [];
    try {
      await this.#executor.run(job, [table], { onResult: (_, found) => void results.push(found) });
    } finally {
      this.#executor.release(job);
    }
    return results[0];
  }
}
