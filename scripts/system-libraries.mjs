// Debian packages that Electron and a virtual display need. Installed when we may, named otherwise.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const isOptional = true;

/**
 * What must be there, how to tell, and the Debian package that brings it. Without an `isOptional` one
 * windows open all the same, and the tests that need it are skipped.
 */
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
  // A key store to keep secrets in, as a desktop has one.
  { command: "gnome-keyring-daemon", package: "gnome-keyring", isOptional },
  { command: "dbus-run-session", package: "dbus", isOptional },
  { library: "libsecret-1.so.0", package: "libsecret-1-0", isOptional },
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
  });
}

function namesOf(needs) {
  return needs.map((need) => need.package);
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
  const needs = missingPackages();
  if (needs.length === 0) return [];
  const missing = namesOf(needs);
  const isNeeded = (need) => need.isOptional !== true;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !hasCommand("apt-get")) {
    console.log(
      `system libraries: missing ${missing.join(" ")}; on Debian: sudo apt-get install ${missing.join(" ")}`,
    );
    return namesOf(needs.filter(isNeeded));
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
    console.log(`system libraries: still missing ${namesOf(still).join(" ")}`);
  return namesOf(still.filter(isNeeded));
}
