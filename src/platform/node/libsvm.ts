/**
 * libsvm for Node (`#libsvm`): the build in WebAssembly, which takes less than half the time of the one in asm.js
 * and gives the same bits. Its memory is another reservation of address space: where
 * that is limited, asm.js it is.
 */
import { createRequire } from 'node:module';
import type { Libsvm } from '../../svm/libsvm.js';
import { addressSpaceLimit } from './threads/affordable-threads.js';

const require = createRequire(import.meta.url);

export default addressSpaceLimit() === Number.POSITIVE_INFINITY ? await loadWasm() : loadAsm();

async function loadWasm(): Promise<Libsvm> {
  const { fetch } = globalThis;
  // Where there is a fetch, it is tried first, on the name of a file, with a complaint on standard error.
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    return await (require('libsvm-js/wasm.js') as Promise<Libsvm>);
  } finally {
    globalThis.fetch = fetch;
  }
}

function loadAsm(): Libsvm {
  return require('libsvm-js/asm.js') as Libsvm;
}
