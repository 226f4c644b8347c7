// `node scripts/make-icons.mjs`: build/icon.svg as PNGs of every size (build/icons), as icon.icns and as
// icon.ico. Drawn by Electron itself; the results are kept in the repository, so run it after a change.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { _electron } from "playwright";
import { hasDisplay, rerunUnderXvfb } from "./display.mjs";
import {
  platformSwitches,
  playwrightExecutable,
  resolveElectron,
} from "./electron-runtime.mjs";
import { ROOT } from "./project.mjs";

const BUILD = join(ROOT, "build");
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Drawn from a picture of its own: thin lines turn to mud. */
const LARGEST_SMALL = 32;
/** Types of icon entries in an .icns by size in pixels; each holds a PNG. */
const ICNS_TYPES = [
  ["icp4", 16],
  ["icp5", 32],
  ["ic07", 128],
  ["ic08", 256],
  ["ic09", 512],
  ["ic10", 1024],
  ["ic11", 32],
  ["ic12", 64],
  ["ic13", 256],
  ["ic14", 512],
];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

async function draw(page, size) {
  const name = size <= LARGEST_SMALL ? "icon-small.svg" : "icon.svg";
  const svg = readFileSync(join(BUILD, name), "utf8").replace(
    "<svg ",
    `<svg id="icon" width="${size}" height="${size}" style="display:block" `,
  );
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  return page
    .locator("#icon")
    .screenshot({ omitBackground: true, animations: "disabled" });
}

/** @param {Map<number, Buffer>} pngs */
function icns(pngs) {
  const entries = ICNS_TYPES.map(([type, size]) => {
    const png = pngs.get(size);
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const body = Buffer.concat(entries);
  const head = Buffer.alloc(8);
  head.write("icns", 0, "latin1");
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

/** @param {Map<number, Buffer>} pngs */
function ico(pngs) {
  const head = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = head.length;
  const images = ICO_SIZES.map((size, i) => {
    const png = pngs.get(size);
    const at = 6 + 16 * i;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
    return png;
  });
  return Buffer.concat([head, ...images]);
}

if (!hasDisplay()) rerunUnderXvfb();
const runtime = await resolveElectron();
if (runtime === undefined) process.exit(1);
const app = await _electron.launch({
  executablePath: playwrightExecutable(runtime),
  args: [
    ...platformSwitches(),
    "--force-device-scale-factor=1",
    join(import.meta.dirname, "blank-window"),
  ],
});
const page = await app.firstWindow();
mkdirSync(join(BUILD, "icons"), { recursive: true });
const pngs = new Map();
for (const size of SIZES) {
  const png = await draw(page, size);
  pngs.set(size, png);
  writeFileSync(join(BUILD, `icons/${size}x${size}.png`), png);
}
writeFileSync(join(BUILD, "icon.icns"), icns(pngs));
writeFileSync(join(BUILD, "icon.ico"), ico(pngs));
await app.close();
console.log(`icons: ${SIZES.join(", ")} px, icns, ico`);
