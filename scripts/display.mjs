// A display to open windows on: the user's, or a virtual one.
import { spawnSync } from "node:child_process";

/** Whether a window can be opened as things are. */
export function hasDisplay() {
  return (
    process.platform !== "linux" ||
    Boolean(process.env.DISPLAY) ||
    Boolean(process.env.WAYLAND_DISPLAY)
  );
}

/** Runs this same command again under a virtual display and ends with its status. */
export function rerunUnderXvfb() {
  const { status } = spawnSync(
    "xvfb-run",
    [
      "-a",
      "-s",
      "-screen 0 2560x1600x24",
      process.execPath,
      ...process.argv.slice(1),
    ],
    { stdio: "inherit" },
  );
  process.exit(status ?? 1);
}
