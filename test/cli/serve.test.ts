/** The built program as a service: started, asked, stopped, and how it refuses to start. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
const TOKEN = '0123456789abcdef0123456789abcdef';

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  const { code } = await place.run([
    ...['train', 'table.csv', '--target', 'label', '--classifier', 'decision-tree'],
    ...['--out', 'clusters.safetensors', '--quiet'],
  ]);
  expect(code).toBe(0);
});

/** Runs `ask` against the address of a started service, and ends it then. */
async function whileServing(args: readonly string[], ask: (address: string) => Promise<void>) {
  let asked: Promise<void> | undefined;
  const result = await place.run(['serve', 'clusters.safetensors', '--port', '0', ...args], {
    meanwhile: (child) => {
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
        const address = /https?:\/\/[^\s,]+/.exec(said)?.[0];
        if (address === undefined || asked !== undefined) return;
        asked = ask(address).finally(() => child.kill('SIGTERM'));
      });
    },
  });
  await asked;
  return result;
}

it('says where it is, answers, and ends with the signal', async () => {
  const { code, stdout, stderr } = await whileServing([], async (address) => {
    const predict = (body: string, type = 'application/json') =>
      fetch(`${address}/v1/models/clusters/predict`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
    const one = await (await predict('{"rows": [{"x": 0, "y": 4}]}')).json();
    expect(one.predictions[0].prediction).toBe('rare');
    const table = await (await predict('x,y\n0,4\n-4,0\n', 'text/csv')).text();
    expect(table.split('\n').map((line) => line.split(',')[0])).toEqual(['prediction', 'rare', 'left', '']);
    const wrong = await predict('{"rows": [{"x": "secret-value", "y": 4}]}');
    expect([wrong.status, (await wrong.json()).error.column]).toEqual([400, 'x']);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
  expect(stdout).toMatch(/^1 model at http:\/\/127\.0\.0\.1:\d+, without a token: "clusters"$/m);
  expect(code).toBe(0);
  // The log has no contents of rows.
  expect(stderr).not.toContain('secret-value');
});

it('asks for the tokens of a file over HTTPS', async () => {
  place.write('tokens.txt', `# of the tests\n${TOKEN}\n`);
  chmodSync(place.path('tokens.txt'), 0o644);
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'].concat([
      '-keyout',
      place.path('key.pem'),
      '-out',
      place.path('cert.pem'),
    ]),
    { stdio: 'ignore' },
  );
  const tls = ['--tls-cert', 'cert.pem', '--tls-key', 'key.pem'];
  const { code, stdout, stderr } = await whileServing(['--tokens', 'tokens.txt', ...tls], async (address) => {
    const status = (...header: string[]) =>
      execFileSync(
        'curl',
        ['-s', '-k', '-o', '/dev/null', '-w', '%{http_code}', ...header, `${address}/v1/models`],
        { encoding: 'utf8' },
      );
    expect(status()).toBe('401');
    expect(status('-H', `authorization: Bearer ${TOKEN}`)).toBe('200');
  });
  expect(code).toBe(0);
  expect(stdout).toContain('asking for a token');
  expect(stderr).toMatch(/others can read or write tokens\.txt/);
  expect(stderr + stdout).not.toContain(TOKEN);
  const refused = (cert: string, key: string, message: RegExp) =>
    place.expectRefusal(['serve', 'clusters.safetensors', '--tls-cert', cert, '--tls-key', key], [message]);
  await refused('key.pem', 'cert.pem', /--tls-cert key\.pem: no certificate .*give PEM files/);
  await refused('cert.pem', 'tokens.txt', /--tls-key tokens\.txt: no private key .*give PEM files/);
  execFileSync('openssl', ['genrsa', '-out', place.path('other.pem'), '2048'], { stdio: 'ignore' });
  await refused('cert.pem', 'other.pem', /other\.pem is not the key of --tls-cert cert\.pem/);
});

it.each<[string, string[], RegExp]>([
  ['two models of one name', ['clusters.safetensors', './clusters.safetensors'], /clusters/],
  ['another host without tokens', ['clusters.safetensors', '--host', '0.0.0.0'], /--tokens FILE.*--no-auth/s],
  [
    'an address of another machine',
    ['clusters.safetensors', '--host', '192.0.2.1', '--no-auth'],
    /not an address of this/,
  ],
])('refuses %s', async (_, args, message) => {
  await place.expectRefusal(['serve', ...args], [message]);
});

it('refuses a port that is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await place.expectRefusal(['serve', 'clusters.safetensors', '--port', String(port)], [/is in use/]);
  other.close();
});
