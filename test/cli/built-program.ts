/** Runs the built program as a person does, in a folder of its own, and says what came of it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { type Result, type RunOptions, runCommand } from '../support/run-command.js';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

if (!existsSync(MAIN)) throw new Error('dist/cli/main.js is missing: run `npm run build` before these tests');

export type { Result, RunOptions };

/** A folder that is gone after the tests of the file, and the program run in it. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-cli-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return name;
  }

  bytes(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  files(): string[] {
    return readdirSync(this.folder).sort();
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    return this.runCommand(process.execPath, [MAIN, ...args], options);
  }

  runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
    return runCommand(command, args, { ...options, cwd: this.folder });
  }

  /**
   * Runs the program, which has to refuse: exit code 2, nothing on standard output, a message with all of
   * `pieces` and no stack on standard error, and no file made or left behind.
   */
  async expectRefusal(args: readonly string[], pieces: readonly (string | RegExp)[], options?: RunOptions) {
    const before = this.files();
    const result = await this.run(args, options);
    expect(result.stdout).toBe('');
    for (const piece of pieces) expect(result.stderr).toMatch(piece);
    expect(result.stderr).toMatch(/^error: /m);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(2);
    expect(this.files()).toEqual(before);
  }
}

/** 60 rows of three classes in the plane that a few epochs tell apart; the class `rare` has ten rows. */
export function clusters(options: { readonly label?: (name: string) => string } = {}): string[] {
  const label = options.label ?? ((name) => name);
  const lines = ['x,y,label'];
  for (let i = 0; i < 60; i++) {
    const name = i % 6 === 0 ? 'rare' : i % 2 === 0 ? 'left' : 'right';
    const centre = { rare: [0, 4], left: [-4, 0], right: [4, 0] }[name] as number[];
    const x = centre[0] + Math.sin(i * 7);
    const y = centre[1] + Math.cos(i * 11);
    lines.push(`${x.toFixed(4)},${y.toFixed(4)},${label(name)}`);
  }
  return lines;
}

/** Lines as a file. */
export function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** The arguments of a training that takes a moment; a later `--epochs` counts instead. */
export function quickTraining(table: string, out = 'model.safetensors'): string[] {
  const network = ['--classifier', 'qcl-mixnet', '--epochs', '3'];
  return ['train', table, '--target', 'label', '--out', out, ...network];
}
