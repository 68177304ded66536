/** The models of a service by name, loaded again when their files change. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { InputError } from '../../errors.js';
import { TableClassifier } from '../../pipeline/table-classifier.js';
import { readModelFile } from '../../platform/node/files/read-model-file.js';
import type { PreparationLimits } from '../../tables/preparation/prepare-options.js';
import { quote } from '../../text/name-list.js';
import { BatchingScorer } from '../scoring/batching-scorer.js';
import type { Scorer } from '../scoring/scorer.js';
import { DeferredRelease } from './deferred-release.js';
import type { LoadedModel, ServedModel } from './served-model.js';

export type RegistryEvent =
  | { readonly kind: 'loaded' | 'reloaded'; readonly served: ServedModel }
  /** A changed file that is not used: the model served before stays. */
  | { readonly kind: 'reload-failed'; readonly name: string; readonly error: unknown }
  /** A scorer of an old model that could not be closed. */
  | { readonly kind: 'release-failed'; readonly error: unknown };

export interface ModelRegistryOptions extends PreparationLimits {
  /** Default: a `BatchingScorer`. */
  readonly scorerOf?: (loaded: LoadedModel) => Scorer;
  /** Time between two looks at the files; default 1000. 0: they are checked only when `check` is called. */
  readonly pollMilliseconds?: number;
  readonly onEvent?: (event: RegistryEvent) => void;
}

const POLL_MILLISECONDS = 1000;

interface Entry {
  served: ServedModel;
  /** Of the file that `served` was read from. */
  stamp: string;
  /** Of a changed file at the last look: it is read if it is the same at the next one, so that nobody is still writing it. */
  pending?: string;
  /** Of a file that could not be used, which is not tried again; `MISSING` if there is none. */
  refused?: string;
}

const MISSING = 'missing';

export class ModelRegistry {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #options: ModelRegistryOptions;
  readonly #retired: DeferredRelease;
  #timer: NodeJS.Timeout | undefined;
  #checks: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(entries: ReadonlyMap<string, Entry>, options: ModelRegistryOptions) {
    this.#entries = entries;
    this.#options = options;
    this.#retired = new DeferredRelease((error) => options.onEvent?.({ kind: 'release-failed', error }));
    for (const { served } of entries.values()) options.onEvent?.({ kind: 'loaded', served });
    this.#schedule();
  }

  /**
   * Loads the models and begins to watch their files.
   *
   * @throws InputError for a file that is not a model that this version can use, and for two files of one name
   */
  static async open(paths: readonly string[], options: ModelRegistryOptions = {}): Promise<ModelRegistry> {
    const named = new Map<string, string>();
    for (const path of paths) {
      const name = modelName(path);
      const other = named.get(name);
      if (other !== undefined) {
        throw new InputError(
          `${other} and ${path} are both models named ${quote(name)}: rename one, because a model is served by the name of ` +
            'its file without the ending',
        );
      }
      named.set(name, path);
    }
    const entries = new Map<string, Entry>();
    try {
      for (const [name, path] of named) {
        const stamp = await stampOf(path);
        const { bytes, checksum } = await read(path);
        const served = await load({ name, path, generation: 1, bytes, checksum }, options);
        entries.set(name, { served, stamp });
      }
    } catch (error) {
      await Promise.all([...entries.values()].map(({ served }) => served.scorer.close()));
      throw error;
    }
    return new ModelRegistry(entries, options);
  }

  /** The newest version of a model. */
  get(name: string): ServedModel | undefined {
    return this.#entries.get(name)?.served;
  }

  /** In the order in which they were given. */
  list(): readonly ServedModel[] {
    return [...this.#entries.values()].map(({ served }) => served);
  }

  /**
   * To be called when a request begins; returns what to call when it has ended. A model that is replaced in between is
   * kept for it.
   */
  beginRequest(): () => void {
    return this.#retired.begin();
  }

  /**
   * Looks at the files now. Failures are reported to `onEvent`, and never thrown.
   *
   * @param options.force reads all of them, whether they look changed or not
   */
  check({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
    this.#checks = this.#checks.then(async () => {
      for (const entry of this.#entries.values()) if (!this.#isClosed) await this.#checkEntry(entry, force);
    });
    return this.#checks;
  }

  /** Stops watching and closes all scorers. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#checks;
    await this.#retired.releaseAll();
    await Promise.all(this.list().map(({ scorer }) => scorer.close()));
  }

  #schedule(): void {
    const { pollMilliseconds = POLL_MILLISECONDS } = this.#options;
    if (pollMilliseconds === 0 || this.#isClosed) return;
    this.#timer = setTimeout(async () => {
      await this.check();
      this.#schedule();
    }, pollMilliseconds);
    // Watching files is not a reason to keep the process.
    this.#timer.unref();
  }

  async #checkEntry(entry: Entry, force: boolean): Promise<void> {
    const { name, path, generation } = entry.served;
    const stamp = await stampOf(path);
    if (!force) {
      if (stamp === entry.stamp) entry.refused = undefined;
      if (stamp === entry.stamp || stamp === entry.refused) {
        entry.pending = undefined;
        return;
      }
      // Also waits for a file that is replaced by removing it first.
      if (stamp !== entry.pending) {
        entry.pending = stamp;
        return;
      }
    }
    entry.pending = undefined;
    try {
      const { bytes, checksum } = await read(path);
      if ((await stampOf(path)) !== stamp) {
        entry.pending = stamp;
        return;
      }
      if (checksum !== entry.served.checksum) {
        const served = await load({ name, path, generation: generation + 1, bytes, checksum }, this.#options);
        const { scorer } = entry.served;
        entry.served = served;
        this.#retired.retire(() => scorer.close());
        this.#options.onEvent?.({ kind: 'reloaded', served });
      }
      entry.stamp = stamp;
      entry.refused = undefined;
    } catch (error) {
      entry.refused = stamp;
      this.#options.onEvent?.({ kind: 'reload-failed', name, error });
    }
  }
}

/** Name of the file without its ending. */
export function modelName(path: string): string {
  return basename(path, extname(path));
}

/** Differs between two versions of a file. */
async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch {
    return MISSING; // reading the file says why
  }
}

async function read(path: string) {
  const bytes = await readModelFile(path);
  return { bytes, checksum: createHash('sha256').update(bytes).digest('hex') };
}

async function load(
  { bytes, ...file }: Omit<LoadedModel, 'model' | 'loadedAt'> & { readonly bytes: Uint8Array },
  { scorerOf = ({ model }) => new BatchingScorer(model), memoryLimitBytes }: ModelRegistryOptions,
): Promise<ServedModel> {
  const model = await TableClassifier.fromBytes(bytes, { name: file.path, memoryLimitBytes });
  const loaded = { ...file, model, loadedAt: new Date() };
  return { ...loaded, scorer: scorerOf(loaded) };
}
