import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { ServiceOperations } from './service-operations.js';
import { stopGracefully } from './stop-gracefully.js';

/** The text that comes back for `sent`, until the server ends the connection. */
function conversation(port: number, sent: string) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  socket.write(sent);
  const ended = new Promise<string>((resolve, reject) => {
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  return { socket, ended, received: () => text !== '' };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;

/** An application with answers that end when the test says so. */
async function started() {
  const operations = await ServiceOperations.create({ metrics: false });
  const app = fastify();
  const begun: (() => void)[] = [];
  const stream = new Readable({ read() {} });
  app.addHook('onRequest', (_, { raw }, done) => {
    const end = operations.answering(raw);
    raw.once('close', end);
    done();
  });
  app.get('/slow', () => new Promise((resolve) => begun.push(() => resolve('slow answer'))));
  app.get('/stream', (_, reply) => reply.send(stream));
  app.get('/fast', async () => 'fast answer');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return { app, operations, begun, stream, port, until };
}

describe('stopGracefully', () => {
  it('lets requests finish, also streams and those on open connections, and accepts no connection', async () => {
    const { app, operations, begun, stream, port, until } = await started();
    const slow = conversation(port, get('/slow'));
    const streamed = conversation(port, get('/stream'));
    const idle = conversation(port, get('/fast'));
    const open = conversation(port, get('/fast'));
    stream.push('first,');
    await until(() => begun.length === 1 && idle.received() && open.received() && operations.underWay === 2);
    const stopped = stopGracefully(app, operations, 10_000);
    await until(() => !app.server.listening);
    await expect(conversation(port, get('/fast')).ended).rejects.toThrow('ECONNREFUSED');
    open.socket.write(get('/fast'));
    expect((await open.ended).match(/connection: (keep-alive|close)/gi)).toEqual([
      'Connection: keep-alive',
      'Connection: close',
    ]);
    expect(await idle.ended).toMatch(/fast answer$/);
    begun[0]();
    expect(await slow.ended).toMatch(/Connection: close\r\n[\s\S]*slow answer$/);
    stream.push('last');
    stream.push(null);
    expect(await streamed.ended).toMatch(/first,[\s\S]*last/);
    expect(await stopped).toBe(0);
    await operations.close();
  });

  it('cuts off what takes longer than the grace', async () => {
    const { app, operations, begun, port, until } = await started();
    const slow = conversation(port, get('/slow'));
    await until(() => begun.length === 1);
    const cut = stopGracefully(app, operations, 20);
    expect(await slow.ended.catch(() => 'cut')).toMatch(/^(cut)?$/);
    expect(await cut).toBe(1);
    await operations.close();
  });
});
