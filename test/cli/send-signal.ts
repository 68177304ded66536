/** Signals to the running program, sent by what it says or by what the system says of it. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

type Child = ChildProcessWithoutNullStreams;

/** Sends `signals` one after the other, each when the messages since the one before match its pattern. */
export function whenItSays(...signals: readonly [pattern: RegExp, signal: NodeJS.Signals][]) {
  return (child: Child) => {
    const left = [...signals];
    let seen = '';
    child.stderr.on('data', (chunk) => {
      seen += chunk;
      const [next] = left;
      if (next === undefined || !next[0].test(seen)) return;
      left.shift();
      seen = '';
      child.kill(next[1]);
    });
  };
}

/** Sends `signal` as soon as `condition` holds. */
export function when(condition: (child: Child) => boolean, signal: NodeJS.Signals) {
  return (child: Child) => {
    const watch = setInterval(() => {
      if (child.exitCode !== null || child.signalCode !== null) clearInterval(watch);
      else if (condition(child)) {
        clearInterval(watch);
        child.kill(signal);
      }
    }, 5);
  };
}

/**
 * Whether the program handles its signals by now; only Linux says so. Node itself handles SIGINT and SIGTERM from its
 * start, so SIGHUP tells.
 */
export function handlesSignals({ pid }: Child): boolean {
  const bit = 1n << BigInt(constants.signals.SIGHUP - 1);
  const [, caught] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return caught !== undefined && (BigInt(`0x${caught}`) & bit) !== 0n;
}
