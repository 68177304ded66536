/** What the service refuses, and what protects it. */
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FraudService, PREDICT } from '../../../test/support/fraud-service.js';

let service: FraudService;

beforeAll(async () => {
  service = await FraudService.open();
});
afterAll(() => service.close());

it.each<['GET' | 'DELETE' | 'POST', string, number, string?]>([
  ['GET', PREDICT, 405, 'POST'],
  ['DELETE', '/v1/models', 405, 'GET, HEAD'],
  ['POST', '/', 405, 'GET, HEAD'],
  ['GET', '/v1/models/..%2F..%2Fetc%2Fpasswd', 404],
  ['GET', '/v1/models/__proto__', 404],
  ['GET', `/v1/models/${'x'.repeat(2000)}`, 404],
  ['GET', '/v1/models/%zz', 400],
  ['GET', '/nowhere', 404],
])('answers %s %s with %i', async (method, url, status, allow) => {
  const answer = await service.app.inject({ method, url });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers.allow).toBe(allow);
  expect(answer.json().error.code).toBeTypeOf('string');
  expect(answer.body).not.toMatch(/node_modules|\.js\b|safetensors|at Object/);
});

it('asks for a token, but of probes and for the page', async () => {
  const closed = await service.with({ tokens: ['first-token-of-two', 'other-token-of-two'] });
  const status = async (url: string, authorization?: string) =>
    (await closed.inject({ url, headers: authorization === undefined ? {} : { authorization } })).statusCode;
  for (const url of ['/v1/models', '/v1/models/fraud', '/openapi.json']) {
    expect(await status(url)).toBe(401);
    expect(await status(url, 'Bearer first-token-of-tw')).toBe(401);
    expect(await status(url, 'Basic first-token-of-two')).toBe(401);
    expect(await status(url, 'Bearer other-token-of-two')).toBe(200);
  }
  expect((await service.post(PREDICT, 'not even JSON', {}, closed)).statusCode).toBe(401);
  for (const url of ['/healthz', '/']) expect(await status(url)).toBe(200);
  const refused = await closed.inject('/v1/models');
  expect(refused.headers['www-authenticate']).toBe('Bearer realm="qcl-mixnet"');
  await closed.close();
});

it('answers for the given hosts alone', async () => {
  const local = await service.with({ hosts: ['localhost', '[::1]'] });
  const status = async (host: string) =>
    (await local.inject({ url: '/healthz', headers: { host } })).statusCode;
  expect(await Promise.all(['localhost:8080', 'LOCALHOST', '[::1]:1', 'evil.example'].map(status))).toEqual([
    200, 200, 200, 403,
  ]);
  await local.close();
});

it('names each request, by its own header if that is plain', async () => {
  const idOf = async (given: string) =>
    (await service.app.inject({ url: '/healthz', headers: { 'x-request-id': given } })).headers[
      'x-request-id'
    ];
  expect(await idOf('trace-1/a')).toBe('trace-1/a');
  const made = [await idOf('a\tb'), await idOf('x'.repeat(65)), await idOf('"')];
  expect(new Set(made).size).toBe(3);
  for (const id of made) expect(id).toMatch(/^[\w-]+$/);
});

it('names requests whose address cannot be decoded too, with the headers of every answer', async () => {
  const answer = await service.app.inject({ url: '/v1/models/%ff', headers: { 'x-request-id': 'a-1' } });
  expect([answer.statusCode, answer.json().requestId]).toEqual([400, 'a-1']);
  expect(answer.headers).toMatchObject({ 'x-request-id': 'a-1', 'x-content-type-options': 'nosniff' });
});

it('answers headers and bodies that never arrive, before it ends the connection', async () => {
  const slow = await service.with({ timeoutSeconds: 0.3 });
  await slow.listen({ port: 0, host: '127.0.0.1' });
  const { port } = slow.server.address() as AddressInfo;
  const answerTo = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('close', () => resolve(answer));
    });
  const headers = `POST ${PREDICT} HTTP/1.1\r\nhost: localhost\r\n`;
  const body = `${headers}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"rows": [`;
  const [ofHeaders, ofBody] = await Promise.all([answerTo(headers), answerTo(body)]);
  expect(ofHeaders).toMatch(/^HTTP\/1\.1 408 [\s\S]*the headers did not arrive in time/);
  expect(ofBody).toMatch(/^HTTP\/1\.1 408 [\s\S]*the body did not arrive within 0\.3 s/);
  await slow.close();
});

it('lets the page run its own script and style alone', async () => {
  const page = await service.app.inject('/');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'/);
  for (const tag of ['script', 'style']) {
    const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page.body)?.[1] ?? '';
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    expect(policy).toContain(`sha256-${Buffer.from(bytes).toString('base64')}`);
  }
  expect((await service.app.inject('/healthz')).headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});
