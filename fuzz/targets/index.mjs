/**
 * The targets, one a file. A target generates inputs from random numbers and runs them:
 *
 * - `prepare` makes what its inputs are made from, once a process; without random numbers of its own.
 * - `generate` gives one input, which depends on `random` and `state` alone and leaves `state` as it is.
 * - `run` says whether the input was accepted or refused (`InputError`), and throws for anything else.
 *
 * @template State
 * @typedef {{ name: string, prepare?: () => Promise<State>,
 *   generate: (random: import('../random.mjs').Random, state: State) => Uint8Array,
 *   run: (bytes: Uint8Array, state: State) => Promise<'accepted' | 'refused'> }} Target
 */
import { arff } from './arff.mjs';
import { csv } from './csv.mjs';
import { gzip } from './gzip.mjs';
import { jsonl } from './jsonl.mjs';
import { modelFiles } from './model-files.mjs';
import { parquet } from './parquet.mjs';
import { zip } from './zip.mjs';

/** @type {readonly Target<any>[]} */
export const targets = [csv, jsonl, parquet, arff, zip, gzip, modelFiles];
