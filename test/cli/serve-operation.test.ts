/** The built program as a service in operation: a new model, and its end while a request is under way. */
import { renameSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { beforeAll, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  for (const [classifier, name] of [
    ['decision-tree', 'served.safetensors'],
    ['knn', 'next.safetensors'],
  ]) {
    const { code } = await place.run([
      ...['train', 'table.csv', '--target', 'label', '--classifier', classifier, '--out', name, '--quiet'],
    ]);
    expect(code).toBe(0);
  }
});

interface Running {
  readonly address: string;
  /** Sends the signal. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Resolves once the log has the text. */
  readonly logged: (text: string) => Promise<void>;
}

async function whileServing(act: (running: Running) => Promise<void>) {
  let acted: Promise<void> | undefined;
  const result = await place.run(['serve', 'served.safetensors', '--port', '0', '--grace', '60s'], {
    meanwhile: (child) => {
      let [said, log] = ['', ''];
      const until = async (condition: () => boolean) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      child.stderr.on('data', (chunk) => {
        log += chunk;
      });
      child.stdout.on('data', (chunk) => {
        said += chunk;
        const address = /https?:\/\/[^\s,]+/.exec(said)?.[0];
        if (address === undefined || acted !== undefined) return;
        acted = act({
          address,
          signal: (name) => child.kill(name),
          logged: (part) => until(() => log.includes(part)),
        });
        acted.catch(() => child.kill('SIGKILL'));
      });
    },
  });
  await acted;
  return result;
}

/** A stream of rows that is under way: one row has been sent and answered. */
async function openStream(address: string) {
  let answer = '';
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent: ClientRequest = request(`${address}/v1/models/served/predict`, { method: 'POST', headers });
  const ended = new Promise<void>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('data', (chunk) => {
        answer += chunk;
      });
      response.on('end', resolve);
      response.on('error', reject);
    });
  });
  // Handled where it is awaited, which may be later.
  ended.catch(() => {});
  sent.write('{"x": 0, "y": 4}\n');
  while (answer === '') await new Promise((resolve) => setTimeout(resolve, 20));
  return { sent, ended, lines: () => answer.trim().split('\n') };
}

it('takes a new model at SIGHUP, and lets a stream finish at SIGTERM', async () => {
  const { code, stderr } = await whileServing(async ({ address, signal, logged }) => {
    renameSync(place.path('next.safetensors'), place.path('served.safetensors'));
    signal('SIGHUP');
    await logged('model reloaded');
    const { models } = await (await fetch(`${address}/v1/models`)).json();
    expect(models).toMatchObject([{ name: 'served', generation: 2 }]);
    const stream = await openStream(address);
    signal('SIGTERM');
    await logged('stopping');
    // Open connections are answered once more, new ones refused.
    const probe = () => fetch(`${address}/readyz`).then(({ status }) => status);
    for (;;) {
      const status = await probe().catch(() => undefined);
      if (status === undefined) break;
      expect(status).toBe(503);
    }
    stream.sent.end('{"x": -4, "y": 0}\n');
    await stream.ended;
    expect(stream.lines().map((line) => JSON.parse(line).prediction)).toEqual(['rare', 'left']);
  });
  expect(code).toBe(0);
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ level: 'info', msg: 'stopped', cut: 0 });
});

it('ends at once at a second signal', async () => {
  const { code } = await whileServing(async ({ address, signal, logged }) => {
    const stream = await openStream(address);
    signal('SIGTERM');
    await logged('stopping');
    signal('SIGINT');
    await expect(stream.ended).rejects.toThrow();
  });
  expect(code).toBe(130);
});
