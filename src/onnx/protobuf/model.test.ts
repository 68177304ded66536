import { expect, it } from 'vitest';
import { Message } from './message.js';
import { encodeModel } from './model.js';

const bytesOf = (message: Message) => Array.from(message.toBytes());

it('writes integers as protobuf does, negative ones and large ones too', () => {
  expect(bytesOf(new Message().integer(1, 150))).toEqual([0x08, 0x96, 0x01]);
  expect(bytesOf(new Message().integer(2, -1))).toEqual([0x10, ...new Array(9).fill(0xff), 0x01]);
  expect(bytesOf(new Message().integer(1, 2 ** 40))).toEqual([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
  expect(bytesOf(new Message().integers(4, [3, 270, 86942]))).toEqual([
    0x22, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05,
  ]);
});

it('writes texts, floats and messages', () => {
  expect(bytesOf(new Message().text(2, 'testing'))).toEqual([
    0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
  ]);
  expect(bytesOf(new Message().float(1, 1.5))).toEqual([0x0d, 0, 0, 0xc0, 0x3f]);
  expect(bytesOf(new Message().message(3, new Message().integer(1, 150)))).toEqual([
    0x1a, 0x03, 0x08, 0x96, 0x01,
  ]);
});

it('writes a model with its metadata', () => {
  const bytes = encodeModel({
    inputs: [{ name: 'x', type: 'double', shape: ['rows', 2] }],
    outputs: [{ name: 'y', type: 'double', shape: ['rows', 2] }],
    constants: new Map(),
    nodes: [{ op: 'Abs', inputs: ['x'], outputs: ['y'], attributes: {} }],
    operatorSets: new Map([['', 17]]),
    metadata: new Map([['é', '1']]),
    producer: { name: 'p', version: 'v' },
  });
  // ir_version 8, producer_name, producer_version, then the graph.
  expect(Array.from(bytes.subarray(0, 8))).toEqual([0x08, 8, 0x12, 1, 0x70, 0x1a, 1, 0x76]);
  expect(bytes[8]).toBe(0x3a);
  // metadata_props, the last field: key and value.
  expect(Array.from(bytes.subarray(-9))).toEqual([0x72, 7, 0x0a, 2, 0xc3, 0xa9, 0x12, 1, 0x31]);
});
