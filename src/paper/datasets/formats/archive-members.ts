/** Finds the files that a rule needs in a ZIP archive, by name, in whatever folder they are. */
import { InputError } from '../../../errors.js';
import { listNames, quote } from '../../../text/name-list.js';
import { UnpackingBudget } from './unpacking-budget.js';
import { isZip, ZipArchive } from './zip.js';

/** Metadata files that macOS adds to archives. */
const NO_DATA = /(?:^|\/)(?:__MACOSX\/|\._)/;

/**
 * The files `names`, in that order. Every folder of the archive and archives inside it are searched (the
 * UCI repository has some of both). If one file alone is wanted, bytes that are not an archive are taken as that
 * file, already unpacked.
 *
 * @throws InputError for a missing file, a damaged archive, and one that unpacks to more than 100 times
 *   its size (64 MiB are always allowed).
 */
export async function archiveMembers(
  bytes: Uint8Array,
  names: readonly string[],
  source: string,
): Promise<Uint8Array[]> {
  if (!isZip(bytes) && names.length === 1) return [bytes];
  const budget = new UnpackingBudget(bytes.length);
  const archive = new ZipArchive(bytes, source, budget);
  const members: Uint8Array[] = [];
  for (const name of names) {
    const member = await findMember(archive, name, source, budget);
    if (member === undefined) {
      throw new InputError(
        `${source}: it does not contain ${quote(name)}; it contains ${listNames(archive.names, 20)}`,
      );
    }
    members.push(member);
  }
  return members;
}

async function findMember(
  archive: ZipArchive,
  name: string,
  source: string,
  budget: UnpackingBudget,
): Promise<Uint8Array | undefined> {
  const names = archive.names.filter((path) => !NO_DATA.test(path));
  const path = names.find((each) => baseName(each) === name);
  if (path !== undefined) return archive.read(path);
  const inside = budget.inside();
  if (inside === undefined) return undefined;
  for (const inner of names.filter((each) => each.toLowerCase().endsWith('.zip'))) {
    const nested = new ZipArchive(await archive.read(inner), `${source}, ${inner}`, inside);
    const member = await findMember(nested, name, source, inside);
    if (member !== undefined) return member;
  }
  return undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
