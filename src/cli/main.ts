#!/usr/bin/env node
/** The program `qcl-mixnet`: its arguments in, its exit code out. */
import '../node/fitting/fit-threads.js';
import '../node/v8-flags.js';
import '../node/svm/svm-threads.js';
import { settle } from '../node/threads/settle.js';
import { runProgram } from './run-program.js';

process.exitCode = await runProgram(process.argv);
await settle();
