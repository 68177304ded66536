import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../../../test/support/run-command.js';
import { InputError } from '../../../errors.js';
import { writerTag } from './leftover-files.js';
import { assertWritable, createFileAtomically, writeFileAtomically } from './write-file-atomically.js';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  return { ...original, link: vi.fn(original.link), rename: vi.fn(original.rename) };
});

const posix = process.platform !== 'win32';
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'write-file-')));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (...parts: string[]) => join(folder, ...parts);
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (name: string) => readFileSync(at(name), 'utf8');

/** The module and `script` behind it as one file that plain Node runs. */
async function bundled(script: string): Promise<string> {
  const outfile = at('script.mjs');
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  const contents = `import { assertWritable, writeFileAtomically } from './write-file-atomically.ts';\n${script}`;
  await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  return outfile;
}

describe('writeFileAtomically', () => {
  it('makes a new file and replaces one, leaving nothing beside it', async () => {
    await writeFileAtomically(at('model'), bytes('first, and longer'));
    expect(read('model')).toBe('first, and longer');
    await writeFileAtomically(at('model'), bytes('second'));
    expect(read('model')).toBe('second');
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('puts a new file in the place of the old, so that a reader keeps what it opened', async () => {
    writeFileSync(at('model'), 'old');
    const before = statSync(at('model')).ino;
    await writeFileAtomically(at('model'), bytes('new'));
    expect(statSync(at('model')).ino).not.toBe(before);
  });

  it('writes only the bytes of a view', async () => {
    await writeFileAtomically(at('model'), bytes('abcdef').subarray(2, 4));
    expect(read('model')).toBe('cd');
  });

  it('takes a name of the greatest length', async () => {
    const name = 'n'.repeat(255);
    await writeFileAtomically(at(name), bytes('x'));
    expect(read(name)).toBe('x');
  });

  it.skipIf(!posix)(
    'keeps the mode of an existing file and gives a new one 0666 less the umask',
    async () => {
      writeFileSync(at('old'), 'old');
      chmodSync(at('old'), 0o640);
      await writeFileAtomically(at('old'), bytes('new'));
      await writeFileAtomically(at('new'), bytes('new'));
      writeFileSync(at('plain'), 'made by Node with its default mode');
      expect(statSync(at('old')).mode & 0o777).toBe(0o640);
      expect(statSync(at('new')).mode).toBe(statSync(at('plain')).mode);
    },
  );

  it.skipIf(!posix)(
    'replaces the target of a link and keeps the link, through links in folders',
    async () => {
      mkdirSync(at('a'));
      mkdirSync(at('b'));
      writeFileSync(at('b', 'real'), 'old');
      symlinkSync('../b', at('a', 'up'));
      symlinkSync('up/real', at('a', 'link'));
      await writeFileAtomically(at('a', 'link'), bytes('new'));
      expect(read('b/real')).toBe('new');
      expect(lstatSync(at('a', 'link')).isSymbolicLink()).toBe(true);
      expect(readdirSync(at('a')).sort()).toEqual(['link', 'up']);
    },
  );

  it.skipIf(!posix)('makes the target of a link that has none yet', async () => {
    mkdirSync(at('deep'));
    mkdirSync(at('deep', 'b'));
    symlinkSync('deep/b', at('b'));
    symlinkSync('../later', at('deep', 'b', 'second')); // ../ is deep/, where the link really is
    symlinkSync('b/second', at('first'));
    await assertWritable(at('first'));
    expect(readdirSync(at('deep'))).toEqual(['b']);
    await writeFileAtomically(at('first'), bytes('new'));
    expect(read('deep/later')).toBe('new');
    expect(lstatSync(at('first')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(!posix)('writes to a pipe or device directly', async () => {
    const script = await bundled(`
      await assertWritable('/dev/stdout');
      await writeFileAtomically('/dev/stdout', new TextEncoder().encode('to the pipe'));
    `);
    // A shell's pipe: Node itself gives a child a socket, which cannot be opened by path.
    const result = await runCommand('sh', ['-c', '"$0" "$1" | cat', process.execPath, script]);
    expect(result).toMatchObject({ code: 0, stdout: 'to the pipe', stderr: '' });
    await writeFileAtomically('/dev/null', bytes('x'));
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(!posix)('leaves the old file whole and nothing beside it when the space runs out', async () => {
    writeFileSync(at('model'), 'the old model');
    const script = await bundled(`
      try {
        await writeFileAtomically(process.argv[2], new Uint8Array(1e6));
        console.log('written');
      } catch (error) {
        console.log(error.name, error.message, error.cause.code);
      }
    `);
    // A limit of 8 blocks on the size of a file: the write fails after a part, as on a full disk.
    const result = await runCommand('sh', [
      '-c',
      'ulimit -f 8; exec "$0" "$@"',
      process.execPath,
      script,
      at('model'),
    ]);
    expect(result.stdout).toContain(
      `InputError cannot write ${at('model')}: the file is larger than the system allows`,
    );
    expect(result.stdout).toContain('EFBIG');
    expect(read('model')).toBe('the old model');
    expect(readdirSync(folder).sort()).toEqual(['model', 'script.mjs']);
  });

  it('removes the temporary file when the renaming fails, and says why it failed', async () => {
    writeFileSync(at('model'), 'old');
    const failure = Object.assign(new Error('busy'), { code: 'EBUSY' });
    vi.mocked(rename).mockImplementationOnce(async (temporary) => {
      expect(readFileSync(temporary, 'utf8')).toBe('new');
      throw failure;
    });
    const message = `cannot write ${at('model')}: it is in use: close the program that uses the file`;
    const error = await writeFileAtomically(at('model'), bytes('new')).catch((reason) => reason);
    expect(error).toEqual(new InputError(message, { cause: failure }));
    expect(read('model')).toBe('old');
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('writes again when its temporary file was taken for abandoned', async () => {
    vi.mocked(rename).mockImplementationOnce(async (temporary) => {
      rmSync(temporary);
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    });
    await writeFileAtomically(at('model'), bytes('new'));
    expect(read('model')).toBe('new');
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('leaves nothing when the process ends itself while writing', async () => {
    const script = await bundled(`
      import { readdirSync } from 'node:fs';
      import { open } from 'node:fs/promises';
      const file = await open(process.argv[1]);
      Object.getPrototypeOf(file).sync = async () => {
        console.log(readdirSync(process.argv[3]).filter((name) => name.endsWith('.tmp')).length);
        process.exit(130);
      };
      await writeFileAtomically(process.argv[2], new Uint8Array(1000));
    `);
    const result = await runCommand(process.execPath, [script, at('model'), folder]);
    expect(result).toMatchObject({ code: 130, stdout: '1\n', stderr: '' });
    expect(readdirSync(folder)).toEqual(['script.mjs']);
  });

  it('rethrows an error without advice as it is', async () => {
    const failure = Object.assign(new Error('device error'), { code: 'EIO' });
    vi.mocked(rename).mockRejectedValueOnce(failure);
    await expect(writeFileAtomically(at('model'), bytes('new'))).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a name that is too long', async () => {
    await expect(writeFileAtomically(at('n'.repeat(300)), bytes('x'))).rejects.toThrow(
      'the name is too long',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('survives many writers of one file: one of them wins as a whole', async () => {
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(contents.map((content) => writeFileAtomically(at('model'), bytes(content))));
    expect(contents).toContain(read('model'));
    expect(readdirSync(folder)).toEqual(['model']);
  });
});

describe.each([
  ['with hard links', undefined],
  ['without hard links', 'EPERM'],
])('createFileAtomically %s', (_, code) => {
  beforeEach(() => {
    if (code === undefined) return;
    vi.mocked(link).mockRejectedValue(Object.assign(new Error('no links here'), { code }));
  });
  afterEach(() => {
    vi.mocked(link).mockReset();
  });

  it('creates a file, and leaves one that exists as it is', async () => {
    expect(await createFileAtomically(at('new'), bytes('first'))).toBe(true);
    expect(await createFileAtomically(at('new'), bytes('second'))).toBe(false);
    expect(read('new')).toBe('first');
    expect(readdirSync(folder)).toEqual(['new']);
  });

  it('creates a file of one of many writers', async () => {
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, i) => createFileAtomically(at('new'), bytes(String(i)))),
    );
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(read('new')).toBe(String(created.indexOf(true)));
    expect(readdirSync(folder)).toEqual(['new']);
  });

  it('refuses a folder that does not exist', async () => {
    await expect(createFileAtomically(at('none', 'new'), bytes('x'))).rejects.toThrow(
      `cannot write ${at('none', 'new')}: its folder does not exist, or nothing can be created in it: create it, or choose another`,
    );
  });
});

describe.each([
  ['assertWritable', assertWritable],
  ['writeFileAtomically', (path: string) => writeFileAtomically(path, bytes('new'))],
] as const)('%s', (_, act) => {
  const refuses = async (path: string, message: string) => {
    await expect(act(path)).rejects.toThrow(InputError);
    await expect(act(path)).rejects.toThrow(message);
  };

  it('refuses a folder that does not exist', async () => {
    await refuses(
      at('missing', 'model'),
      `cannot write ${at('missing', 'model')}: its folder does not exist, or nothing can be created in it: create it, or choose another`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes what killed processes left, and nothing that a living one may be writing', async () => {
    const [place, , started] = writerTag().split('-');
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const temporary = (writer: string) => `.qcl-mixnet-${writer}${randomUUID()}.tmp`;
    const [ended, reused] = [
      temporary(`${place}-${dead}-${started}-`),
      temporary(`${place}-${process.pid}-1-`),
    ];
    const living = [temporary(`${writerTag()}-`), temporary(`${place}-${process.ppid}-0-`)];
    const [fresh, old] = [temporary('01234567-1-1-'), temporary('01234567-1-1-')];
    const [freshOld, oldOld] = [temporary(''), temporary('')];
    const others = ['.qcl-mixnet-notes.tmp', 'model.tmp'];
    const kept = [...living, fresh, freshOld, ...others];
    for (const name of [ended, reused, ...living, fresh, old, freshOld, oldOld, ...others]) {
      writeFileSync(at(name), '');
    }
    const before = new Date(Date.now() - 11 * 60_000);
    for (const name of [...living, old, oldOld, ...others]) utimesSync(at(name), before, before);
    await act(at('model'));
    // Where the system does not tell when a process started, its number alone must do.
    const known = started === '0' ? [...kept, reused] : kept;
    expect(
      readdirSync(folder)
        .filter((name) => name !== 'model')
        .sort(),
    ).toEqual(known.sort());
  });

  it('refuses a path under a file', async () => {
    writeFileSync(at('file'), 'old');
    await refuses(at('file', 'model'), 'a part of the path is a file');
    expect(read('file')).toBe('old');
  });

  it('refuses a folder, an empty path and one that ends like a folder', async () => {
    await refuses(folder, `cannot write ${folder}: it is a folder`);
    await refuses('', 'is empty');
    await refuses(`${at('new')}/`, 'it ends like a folder');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(!posix)('refuses links that form a cycle', async () => {
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    await refuses(at('a'), 'form a cycle');
  });

  // The superuser may write everywhere.
  it.skipIf(!posix || process.getuid?.() === 0)('refuses what the permissions forbid', async () => {
    writeFileSync(at('protected'), 'old');
    chmodSync(at('protected'), 0o444);
    await refuses(at('protected'), 'permission denied');
    expect(read('protected')).toBe('old');
    mkdirSync(at('closed'));
    chmodSync(at('closed'), 0o555);
    await refuses(at('closed', 'model'), 'permission denied');
  });
});

describe('assertWritable', () => {
  it('accepts a new file and an existing one, and changes nothing', async () => {
    writeFileSync(at('model'), 'old');
    const before = statSync(at('model'));
    await assertWritable(at('model'));
    await assertWritable(at('another'));
    expect(readdirSync(folder)).toEqual(['model']);
    expect(read('model')).toBe('old');
    expect(statSync(at('model')).mtimeMs).toBe(before.mtimeMs);
    expect(statSync(at('model')).ino).toBe(before.ino);
  });
});
