import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasEnded, isVisible, ownIdentity, ProcessIdentitySchema } from './process-identity.js';

/** The number of a process that was there and is no more. */
const deadProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('hasEnded', () => {
  it('knows this process, a dead one, and another one with the number of a dead one', () => {
    expect(hasEnded(ownIdentity())).toBe(false);
    expect(hasEnded({ ...ownIdentity(), pid: deadProcess() })).toBe(true);
    const known = ownIdentity().started !== null;
    expect(hasEnded({ ...ownIdentity(), started: '1' })).toBe(known);
  });

  it('does not know about a process of another machine or container, whatever its host is called', () => {
    const elsewhere = { ...ownIdentity(), space: 'another kernel', pid: deadProcess(), started: '1' };
    expect(hasEnded(elsewhere)).toBe(false);
    expect(hasEnded({ ...elsewhere, host: 'elsewhere' })).toBe(false);
  });
});

describe('isVisible', () => {
  it.runIf(process.platform === 'linux')(
    'goes by the kernel and the PID namespace, not by the host name',
    () => {
      expect(ownIdentity().space).toMatch(/^[0-9a-f-]{36} pid:\[\d+\]$/);
      expect(isVisible({ ...ownIdentity(), host: 'renamed' })).toBe(true);
      expect(isVisible({ ...ownIdentity(), space: null })).toBe(false);
    },
  );

  it('takes an identity of version 0.1.0, which did not say', () => {
    const { space, ...old } = ownIdentity();
    expect(isVisible(ProcessIdentitySchema.parse(old))).toBe(space === null);
  });
});
