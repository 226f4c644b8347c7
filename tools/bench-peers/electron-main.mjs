// A bare window for one contender: serves its page and the block, waits for its figures, prints them.
import { app, BrowserWindow, protocol } from "electron";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { Readable } from "node:stream";

const [pageDir, blockFile] = process.argv.slice(-2);
const TYPES = { ".html": "text/html", ".js": "text/javascript" };

/** Memory of the page's process in MB, after garbage collection. */
async function settledMemory(window) {
  await window.webContents.executeJavaScript("gc(), gc()");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const pid = window.webContents.getOSProcessId();
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

async function measure() {
  // https is a secure origin as it is; nothing leaves the machine, since all of it is answered here.
  protocol.handle("https", (request) => {
    const path = new URL(request.url).pathname;
    const file = path === "/block" ? blockFile : join(pageDir, path);
    return new Response(Readable.toWeb(createReadStream(file)), {
      headers: {
        "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
        "Content-Length": String(statSync(file).size),
      },
    });
  });
  const window = new BrowserWindow({
    width: 1600,
    height: 900,
    webPreferences: { sandbox: true, backgroundThrottling: false },
  });
  await window.loadURL("https://bench.invalid/index.html");
  const before = await settledMemory(window);
  const figures =
    await window.webContents.executeJavaScript("window.measure()");
  const after = await settledMemory(window);
  console.log(
    `FIGURES ${JSON.stringify({ ...figures, memoryMb: after - before })}`,
  );
  app.quit();
}

app.commandLine.appendSwitch("js-flags", "--expose-gc");
app
  .whenReady()
  .then(measure)
  .catch((error) => {
    console.error(error);
    app.exit(1);
  });
