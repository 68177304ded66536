/** The tokens and the certificate of a service, from files and the environment. */
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { InputError } from '../../errors.js';
import { readingAdvice, withAdvice } from '../../platform/node/files/system-errors.js';
import type { ServeArguments } from '../commands/serve.js';

const ENVIRONMENT = 'QCL_MIXNET_TOKENS';
/** A shorter token can be guessed. */
const SHORTEST_TOKEN = 16;

/** @throws InputError for a file that cannot be read, and for tokens that are too short */
export async function serviceTokens(
  { tokens: path }: ServeArguments,
  notify: (notice: string) => void,
): Promise<string[]> {
  const given = process.env[ENVIRONMENT];
  const source = path ?? ENVIRONMENT;
  const text = path === undefined ? (given ?? '') : await readText(path, '--tokens');
  const tokens = text
    .split(path === undefined ? /[\s,]+/ : /\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (path === undefined && given === undefined) return [];
  if (tokens.length === 0) throw new InputError(`${source} has no token: write one a line`);
  for (const token of tokens) {
    if (/\s/.test(token))
      throw new InputError(`${source} has a token with a blank in it: write one token a line`);
    if (token.length < SHORTEST_TOKEN) {
      throw new InputError(
        `${source} has a token of ${token.length} characters: give at least ${SHORTEST_TOKEN}, as from openssl rand -hex 32`,
      );
    }
  }
  if (path !== undefined && process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
    notify(`warning: others can read or write ${path}: run chmod 600 ${path}`);
  }
  return tokens;
}

/** @throws InputError for files that cannot be read, hold something else, or do not belong together */
export async function serviceTls({ tlsCert, tlsKey }: ServeArguments) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new InputError('--tls-cert and --tls-key belong together: give both');
  }
  const certificate = await readText(tlsCert, '--tls-cert');
  const key = await readText(tlsKey, '--tls-key');
  checkPem(`--tls-cert ${tlsCert}: no certificate`, 'with a certificate', { cert: certificate });
  checkPem(`--tls-key ${tlsKey}: no private key`, 'with a private key that has no passphrase', { key });
  checkPem(`--tls-key ${tlsKey} is not the key of --tls-cert ${tlsCert}`, 'that belong together', {
    cert: certificate,
    key,
  });
  return { certificate, key };
}

function checkPem(problem: string, needed: string, options: SecureContextOptions): void {
  try {
    createSecureContext(options);
  } catch (error) {
    throw new InputError(`${problem} (${(error as Error).message}): give PEM files ${needed}`, {
      cause: error,
    });
  }
}

const ADVICE = readingAdvice([
  ['ENOENT', 'there is no such file: check the path'],
  ['EISDIR', 'it is a folder: give the path of a file'],
  ['EACCES', 'permission denied: change the permissions of the file'],
]);

async function readText(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw withAdvice(error, `${option} ${path}`, ADVICE);
  }
}
