/** The files that a rule needs, by their names alone, wherever in a ZIP archive they lie. */
import { InputError } from '../../errors.js';
import { listNames, quote } from '../../tables/preparation/name-list.js';
import { isZip, ZipArchive } from './zip.js';

/** What system tools put beside a file, under its name. */
const NO_DATA = /(?:^|\/)(?:__MACOSX\/|\._)/;

/**
 * The files `names`, in that order. A file is looked for in every folder of the archive and in archives
 * inside it (the UCI repository has some of both). Bytes that are no archive are the file itself, if one
 * alone is wanted: somebody unpacked it.
 *
 * @throws InputError for a file that is not there, and for a damaged archive.
 */
export async function archiveMembers(
  bytes: Uint8Array,
  names: readonly string[],
  source: string,
): Promise<Uint8Array[]> {
  if (!isZip(bytes) && names.length === 1) return [bytes];
  const archive = new ZipArchive(bytes, source);
  const members: Uint8Array[] = [];
  for (const name of names) {
    const member = await findMember(archive, name, source);
    if (member === undefined) {
      throw new InputError(
        `${source}: there is no ${quote(name)} in it; it has ${listNames(archive.names, 20)}`,
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
): Promise<Uint8Array | undefined> {
  const names = archive.names.filter((path) => !NO_DATA.test(path));
  const path = names.find((each) => baseName(each) === name);
  if (path !== undefined) return archive.read(path);
  for (const inner of names.filter((each) => each.toLowerCase().endsWith('.zip'))) {
    const bytes = await archive.read(inner);
    const member = await findMember(new ZipArchive(bytes, `${source}, ${inner}`), name, source);
    if (member !== undefined) return member;
  }
  return undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
