import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { limitBodyTime } from './body-timeout.js';

it('answers a short body that comes byte by byte, and lets others be', async () => {
  const app = fastify();
  limitBodyTime(app, 100);
  app.post('/', async () => 'read');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const send = (body: string, length: number) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
    );
    return socket;
  };
  const answered = (socket: ReturnType<typeof connect>) =>
    new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  const slow = send('[', 1000);
  const drops = setInterval(() => slow.write(' '), 10);
  const quick = send('[]', 2);
  expect(await answered(quick)).toMatch(/^HTTP\/1\.1 200[\s\S]*read$/);
  expect(await answered(slow)).toMatch(/^HTTP\/1\.1 408[\s\S]*the body did not arrive within 0.1 s/);
  clearInterval(drops);
  slow.destroy();
  quick.destroy();
  await app.close();
});
