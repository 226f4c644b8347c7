// A service for the pictures of capture and watch: net/http/pprof's answers from our samples, with a
// goroutine count that grows with each look.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { ROOT } from "../project.mjs";

const sample = (name) => readFileSync(join(ROOT, "resources/samples", name));

function index(goroutines) {
  const kinds = [
    ["allocs", 412],
    ["block", 0],
    ["goroutine", goroutines],
    ["heap", 412],
    ["mutex", 0],
    ["threadcreate", 14],
    ["profile", 0],
    ["trace", 0],
  ];
  const rows = kinds.map(
    ([name, count]) =>
      `<tr><td>${count}</td><td><a href='${name}?debug=1'>${name}</a></td></tr>`,
  );
  return `<html><body><table>${rows.join("\n")}</table></body></html>`;
}

export async function startService() {
  let looks = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0];
    looks += 1;
    // Grows in steps, as a leak under changing load does.
    const goroutines = 22 + Math.round(looks * 3.4 + 6 * Math.sin(looks / 3));
    if (path === "/debug/pprof/") {
      response.setHeader("content-type", "text/html").end(index(goroutines));
    } else if (path === "/debug/pprof/heap" && /debug=1/.test(request.url)) {
      const bytes = Math.round(
        40e6 + looks * 1.9e6 + 9e6 * Math.sin(looks / 2),
      );
      response.end(
        `heap profile: 1: 1 [1: 1] @ heap/1048576\n\n# runtime.MemStats\n# TotalAlloc = ${bytes * 9}\n# HeapAlloc = ${bytes}\n`,
      );
    } else if (path === "/debug/pprof/heap") {
      response.end(sample("heap.pb.gz"));
    } else if (path === "/debug/pprof/goroutine") {
      if (request.url?.includes("debug=1"))
        response.end(`goroutine profile: total ${goroutines}\n`);
      else response.end(sample("goroutine.pb.gz"));
    } else if (path === "/debug/pprof/profile") {
      // Collects for as long as the picture takes.
      request.on("close", () => response.end());
    } else response.writeHead(404).end("404 page not found\n");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
