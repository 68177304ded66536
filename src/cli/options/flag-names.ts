/** The library's options by the flags of the program, for messages. */
import type { InputError } from '../../errors.js';

/** Flags that are not the option in another spelling. */
const FLAGS = new Map([
  ['decision', '--decide'],
  ['costs', '--cost'],
  ['costTable', '--cost-file'],
  ['stratify: false', '--no-stratify'],
  ['timeLimitSeconds', '--time-limit'],
  ['budgetSeconds', '--budget'],
  ['label', '--class'],
  ['memoryLimitBytes', '--memory-limit'],
  ['tuning.grid', '--grid FILE'],
  ['maxExpandedBytes', '--max-expanded'],
]);

/** What is an argument of a command, not a flag. */
const ARGUMENTS = new Map([['decide', new Map([['decision', 'the rule']])]]);

/** The message with the first mention of each of the error's `optionNames`, outside of quotes and paths, as the user types it. */
export function withFlags({ message, optionNames }: InputError, command: string): string {
  const ownArguments = ARGUMENTS.get(command);
  return optionNames.reduce((text, name) => {
    const pattern = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|(?<![\\w./-])${escaped(name)}(?![\\w./-])`, 'g');
    let isOpen = true;
    return text.replace(pattern, (found) => {
      if (!isOpen || found !== name) return found;
      isOpen = false;
      return ownArguments?.get(name) ?? flagOf(name);
    });
  }, message);
}

function flagOf(name: string): string {
  return FLAGS.get(name) ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function escaped(text: string): string {
  return text.replace(/[.]/g, '\\$&');
}
