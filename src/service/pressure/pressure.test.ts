import { afterEach, describe, expect, it, vi } from 'vitest';
import { Pressure, type PressureLimits, type Vitals } from './pressure.js';

const QUIET: Vitals = { delayMilliseconds: 0, heapShare: 0.1, residentBytes: 1e8 };

function admitted(found: ReturnType<Pressure['admit']>): () => void {
  if (typeof found === 'string') throw new Error(`turned away: ${found}`);
  return found;
}

describe('Pressure', () => {
  let pressure: Pressure;
  const start = (limits: PressureLimits, measure = () => QUIET) => {
    pressure = new Pressure(limits, measure);
    return pressure;
  };
  afterEach(() => {
    pressure.close();
    vi.useRealTimers();
  });

  it('limits requests and the bytes of their bodies, and admits again once they have ended', () => {
    start({ requests: 3, bodyBytes: 100 });
    const admit = (bytes: number) => pressure.admit(bytes);
    const large = admitted(admit(90));
    expect(admit(11)).toBe('body_bytes');
    const small = admitted(admit(10));
    admitted(admit(0));
    expect(admit(0)).toBe('requests');
    large();
    admitted(admit(90));
    small();
    expect([pressure.requests, pressure.bodyBytes]).toEqual([2, 90]);
  });

  it('admits a request alone, however large', () => {
    const end = admitted(start({ bodyBytes: 100 }).admit(1000));
    expect(pressure.admit(0)).toBe('body_bytes');
    end();
    admitted(pressure.admit(0));
  });

  it('counts rows while they are predicted, also if that fails', async () => {
    start({ rows: 5 });
    admitted(pressure.admit(0));
    let finish = (): void => {};
    const first = pressure.during(
      5,
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    expect(pressure.admit(0)).toBe('rows');
    finish();
    await first;
    await expect(pressure.during(9, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    admitted(pressure.admit(0));
  });

  it.each([
    ['event_loop', { delayMilliseconds: 1001 }],
    ['heap', { heapShare: 0.91 }],
    ['memory', { residentBytes: 2e9 }],
  ])('turns requests away while %s is short', (shortage, short) => {
    vi.useFakeTimers();
    let vitals = QUIET;
    start({ residentBytes: 1e9 }, () => vitals);
    admitted(pressure.admit(0));
    vitals = { ...QUIET, ...short };
    vi.advanceTimersByTime(500);
    expect(pressure.admit(0)).toBe(shortage);
    vitals = QUIET;
    vi.advanceTimersByTime(500);
    admitted(pressure.admit(0));
  });

  it('measures this process', () => {
    pressure = new Pressure();
    expect(pressure.vitals.residentBytes).toBeGreaterThan(1e7);
    expect(pressure.vitals.heapShare).toBeGreaterThan(0);
    expect(pressure.vitals.heapShare).toBeLessThan(1);
    expect(pressure.vitals.delayMilliseconds).toBeGreaterThanOrEqual(0);
  });
});
