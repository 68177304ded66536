/** The work of `qcl-mixnet serve`. */
import { readFile, stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { InputError } from '../../errors.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { readingAdvice, withAdvice } from '../../platform/node/files/system-errors.js';
import { createService } from '../../service/create-service.js';
import { ModelRegistry } from '../../service/models/model-registry.js';
import { isLoopback, loopbackHosts } from '../../service/protection/hosts.js';
import { countOf, listNames } from '../../text/name-list.js';
import type { ServeArguments } from '../commands/serve.js';
import { interruptible, quitHint } from '../interrupt.js';
import { notices } from '../options/common-options.js';
import { writeError } from '../output/output.js';

export async function serve(paths: string[], options: ServeArguments): Promise<void> {
  const { host, port, auth, maxBody, maxRows, timeout, jobs } = options;
  const notify = notices(options);
  const tokens = auth ? await tokensOf(options, notify) : [];
  if (tokens.length === 0 && auth && !isLoopback(host)) {
    throw new InputError(
      `--host ${host} can be reached from other machines, and there are no tokens: give --tokens FILE, set ` +
        'QCL_MIXNET_TOKENS, or add --no-auth to answer everyone',
    );
  }
  const tls = await tlsOf(options);
  const registry = await ModelRegistry.open(paths);
  try {
    const app = await createService(registry, {
      maxBodyBytes: maxBody,
      maxRows,
      timeoutSeconds: timeout,
      tokens,
      // With tokens a page of another site gets nowhere.
      ...(tokens.length === 0 && isLoopback(host) && { hosts: loopbackHosts(host) }),
      ...(tls && { tls }),
      executor: new ThreadPool({ threads: jobs }),
    });
    const address = await listen(app, host, port);
    const names = registry.list().map(({ name }) => name);
    const access = tokens.length > 0 ? countOf(tokens.length, 'token') : 'no token';
    writeError(
      `${countOf(names.length, 'model')} at ${address} (${access}): ${listNames(names, names.length)}`,
    );
    await untilStopped();
    await app.close();
  } finally {
    await registry.close();
  }
}

/** Until the first signal. */
function untilStopped(): Promise<void> {
  const onSlow = () => writeError(`stopping once the running requests are answered (${quitHint()})`);
  return interruptible(onSlow, async (signal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
}

const ENVIRONMENT = 'QCL_MIXNET_TOKENS';
/** A shorter token can be guessed. */
const SHORTEST_TOKEN = 16;

async function tokensOf(
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

async function tlsOf({ tlsCert, tlsKey }: ServeArguments) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new InputError('--tls-cert and --tls-key belong together: give both');
  }
  return { certificate: await readText(tlsCert, '--tls-cert'), key: await readText(tlsKey, '--tls-key') };
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

const LISTENING = new Map<string | undefined, (host: string, port: number) => string>([
  ['EADDRINUSE', (_, port) => `--port ${port} is in use: stop the program that has it, or give another port`],
  ['EACCES', (_, port) => `--port ${port}: permission denied: give a port from 1024`],
  [
    'ENOTFOUND',
    (host) => `--host ${host}: there is no such name: give the name or an address of this machine`,
  ],
  ['EAI_AGAIN', (host) => `--host ${host}: the name cannot be looked up: give an address of this machine`],
  [
    'EADDRNOTAVAIL',
    (host) => `--host ${host} is not an address of this machine: give one that is, or 0.0.0.0 for all`,
  ],
  [
    'EINVAL',
    (host) => `--host ${host} is not an address to listen on: give a name or an address of this machine`,
  ],
]);

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const text = LISTENING.get((error as NodeJS.ErrnoException).code);
    throw text === undefined ? error : new InputError(text(host, port), { cause: error });
  }
}
