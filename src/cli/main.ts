#!/usr/bin/env node
/** The program `qcl-mixnet`: its arguments in, its exit code out. */
import { settle } from '../platform/node/threads/settle.js';
import { watchSignals } from './interrupt.js';
import { guardStreams } from './output/output.js';

guardStreams();
watchSignals();
// Loaded after that, because it takes a moment in which a signal may come.
const { runProgram } = await import('./run-program.js');
process.exitCode = await runProgram(process.argv);
await settle();
