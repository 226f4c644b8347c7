// Unpacks a zip with its file modes and links.
import { chmodSync, createWriteStream, mkdirSync, symlinkSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { buffer } from "node:stream/consumers";
import { open } from "yauzl";

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

/** Unpacks the entries of `zip` for which `wanted(name)` holds into `dir`. */
export async function unzip(zip, dir, wanted) {
  const archive = await promisify(open)(zip, { lazyEntries: true });
  const openEntry = promisify(archive.openReadStream.bind(archive));
  const unpack = async (entry) => {
    const target = resolve(dir, entry.fileName);
    if (!target.startsWith(resolve(dir) + sep))
      throw new Error(`${zip} holds a path outside: ${entry.fileName}`);
    if (entry.fileName.endsWith("/")) return;
    mkdirSync(dirname(target), { recursive: true });
    const mode = entry.externalFileAttributes >>> 16;
    const content = await openEntry(entry);
    if ((mode & FILE_TYPE) === LINK) {
      symlinkSync((await buffer(content)).toString("utf8"), target);
      return;
    }
    await pipeline(content, createWriteStream(target));
    chmodSync(target, mode & 0o777 || 0o644);
  };
  await new Promise((resolve, reject) => {
    archive.on("error", reject);
    archive.on("end", resolve);
    archive.on("entry", (entry) => {
      const done = wanted(entry.fileName) ? unpack(entry) : Promise.resolve();
      done.then(() => archive.readEntry(), reject);
    });
    archive.readEntry();
  });
  archive.close();
}
