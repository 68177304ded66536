/**
 * Import this before anything that compiles the kernels: Node 20 and 21 know relaxed SIMD (the fused
 * multiply-add of the fastest kernel build) only behind a V8 flag, which has to be set in every thread.
 * Node 22 and newer, and Chromium, need nothing.
 */
import { setFlagsFromString } from 'node:v8';

const FIRST_WITHOUT_FLAG = 22;

if (Number.parseInt(process.versions.node, 10) < FIRST_WITHOUT_FLAG) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
