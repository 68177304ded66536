/** The files that a rule needs, by their names alone, wherever in a ZIP archive they lie. */
import { InputError } from '../../../errors.js';
import { listNames, quote } from '../../../text/name-list.js';
import { UnpackingBudget } from './unpacking-budget.js';
import { isZip, ZipArchive } from './zip.js';

/** What system tools put beside a file, under its name. */
const NO_DATA = /(?:^|\/)(?:__MACOSX\/|\._)/;

/**
 * The files `names`, in that order. A file is looked for in every folder of the archive and in archives
 * inside it (the UCI repository has some of both). Bytes that are not an archive are the file itself, if one
 * alone is wanted: somebody unpacked it.
 *
 * @throws InputError for a file that is not there, for a damaged archive, and for one that unpacks to more than 100 times
 *   its size (64 MiB are never too much).
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
