/**
 * Import this before anything that compiles the kernels: V8's flags have to be set in every thread.
 *
 * - Node 20 and 21 know relaxed SIMD (the fused multiply-add of the fastest kernel build) only behind a
 *   flag; Node 22 and newer, and Chromium, need nothing.
 * - From Node 24 on V8 can join pairs of 128-bit operations into AVX2's of 256 bits. It calls that
 *   experimental and the flag holds for the whole process, so it is set only if the environment variable
 *   QCL_MIXNET_WIDE is 1. If it is set to anything else, or cannot have an effect, a warning says so.
 */
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { expectWideRegisters } from '../../kernels/load.js';

const FIRST_WITH_RELAXED_SIMD = 22;
const FIRST_WITH_WIDE_REGISTERS = 24;

const major = Number.parseInt(process.versions.node, 10);
const wide = process.env.QCL_MIXNET_WIDE ?? '';

if (major < FIRST_WITH_RELAXED_SIMD) setFlagsFromString('--experimental-wasm-relaxed-simd');

if (wide === '1' && major >= FIRST_WITH_WIDE_REGISTERS && process.arch === 'x64') {
  setFlagsFromString('--experimental-wasm-revectorize');
  expectWideRegisters();
} else if (wide !== '' && wide !== '0' && isMainThread) {
  const advice =
    wide === '1'
      ? `registers of 256 bits need Node ${FIRST_WITH_WIDE_REGISTERS} or newer on x64, and this is ${process.version} on ${process.arch}`
      : 'set it to 1 for registers of 256 bits, or to 0';
  process.emitWarning(`QCL_MIXNET_WIDE=${wide} has no effect: ${advice}`);
}
