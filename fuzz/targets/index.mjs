/**
 * The targets, one per file. A target generates inputs from random numbers and runs them:
 *
 * - `prepare` makes the state that inputs are made from, once per process and deterministically.
 * - `generate` makes one input, which depends only on `random` and `state`, and leaves `state` unchanged.
 * - `run` returns whether the input was accepted or refused (`InputError`), and throws for anything else.
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
import { options } from './options.mjs';
import { parquet } from './parquet.mjs';
import { service } from './service.mjs';
import { zip } from './zip.mjs';

/** @type {readonly Target<any>[]} */
export const targets = [csv, options, jsonl, parquet, arff, zip, gzip, modelFiles, service];
