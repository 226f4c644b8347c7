// Debian packages that Electron and a virtual display need. Installed when we may, named otherwise.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What must be there, how to tell, and the Debian package that brings it. */
const NEEDS = [
  { library: "libgtk-3.so.0", package: "libgtk-3-0" },
  { library: "libnss3.so", package: "libnss3" },
  { library: "libasound.so.2", package: "libasound2" },
  { library: "libgbm.so.1", package: "libgbm1" },
  { library: "libXss.so.1", package: "libxss1" },
  { command: "xvfb-run", package: "xvfb" },
  { command: "xauth", package: "xauth" },
  // For the test of the package: what a desktop opens files by.
  { command: "xdg-open", package: "xdg-utils" },
  { command: "gio", package: "libglib2.0-bin" },
  { command: "update-mime-database", package: "shared-mime-info" },
  { command: "update-desktop-database", package: "desktop-file-utils" },
  { font: "DejaVu Sans", package: "fonts-dejavu-core" },
  { font: ":lang=zh-cn", package: "fonts-noto-cjk" },
];

function output(command, args) {
  const result = spawnSync(command, args, { encoding: "utf8" });
  return result.status === 0 ? result.stdout : "";
}

function hasCommand(name) {
  return (process.env.PATH ?? "")
    .split(":")
    .some((folder) => existsSync(`${folder}/${name}`));
}

function missingPackages() {
  const libraries =
    output("/sbin/ldconfig", ["-p"]) || output("ldconfig", ["-p"]);
  return NEEDS.filter((need) => {
    if (need.library !== undefined) return !libraries.includes(need.library);
    if (need.command !== undefined) return !hasCommand(need.command);
    return output("fc-list", [need.font]).trim() === "";
  }).map((need) => need.package);
}

/** Newer Debian and Ubuntu renamed some libraries (64-bit time_t). */
function currentName(name) {
  return output("apt-cache", ["show", "--no-all-versions", `${name}t64`]) === ""
    ? name
    : `${name}t64`;
}

/**
 * Makes sure a window can open on a virtual display; gives the packages still missing. Only on Linux,
 * and only by apt-get as root: everywhere else it names them and changes nothing.
 */
export function ensureSystemLibraries() {
  if (process.platform !== "linux") return [];
  const missing = missingPackages();
  if (missing.length === 0) return [];
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !hasCommand("apt-get")) {
    console.log(
      `system libraries: missing ${missing.join(" ")}; on Debian: sudo apt-get install ${missing.join(" ")}`,
    );
    return missing;
  }
  console.log(`system libraries: apt-get install ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  spawnSync(
    "apt-get",
    [
      "install",
      "-y",
      "-qq",
      "--no-install-recommends",
      ...missing.map(currentName),
    ],
    { stdio: ["ignore", "ignore", "inherit"], env },
  );
  const still = missingPackages();
  if (still.length > 0)
    console.log(`system libraries: still missing ${still.join(" ")}`);
  return still;
}
