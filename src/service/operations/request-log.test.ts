import { describe, expect, it } from 'vitest';
import { type RequestLine, RequestLog } from './request-log.js';
import { LogStream } from './service-logger.js';

const LINE: RequestLine = {
  level: 'info',
  requestId: 'abc-1',
  method: 'POST',
  route: '/v1/models/:name/predict',
  status: 200,
  seconds: 0.0012345,
  model: 'a "quoted" name',
  rows: 2,
};

function written(line: RequestLine): unknown {
  let text = '';
  const stream = new LogStream((given) => {
    text += given;
  });
  new RequestLog(stream).write(line);
  stream.flush();
  expect(text.endsWith('}\n')).toBe(true);
  return JSON.parse(text);
}

describe('RequestLog', () => {
  it('writes a line of JSON with the fields of a request', () => {
    expect(written(LINE)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestId: 'abc-1',
      method: 'POST',
      route: '/v1/models/:name/predict',
      status: 200,
      milliseconds: 1.23,
      model: 'a "quoted" name',
      rows: 2,
      msg: 'request',
    });
  });

  it('leaves out what a request does not have', () => {
    expect(written({ ...LINE, route: undefined, status: 'aborted', model: undefined, rows: 0 })).toEqual({
      level: 'info',
      time: expect.any(String),
      requestId: 'abc-1',
      method: 'POST',
      status: 'aborted',
      milliseconds: 1.23,
      msg: 'request',
    });
  });
});
