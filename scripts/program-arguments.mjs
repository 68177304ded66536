// The command line of a program of this repository: --help prints the comment at its top, and an unknown option is an error
// that names it instead of a stack trace.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * As `parseArgs` of Node, but with help, and exit code 2 for arguments that it does not accept.
 *
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} url of the program, `import.meta.url`
 * @param {T} config
 */
export function programArguments(url, config) {
  if (process.argv.includes('--help')) {
    process.stdout.write(commentAtTop(fileURLToPath(url)));
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(`error: ${error.message} (--help lists the arguments)`);
    process.exit(2);
  }
}

/** The lines of the `//` comment with which a file begins, without the slashes. @param {string} path */
export function commentAtTop(path) {
  const [comment = ''] = /^(?:\/\/.*\n)+/.exec(readFileSync(path, 'utf8')) ?? [];
  return comment.replaceAll(/^\/\/ ?/gm, '');
}
