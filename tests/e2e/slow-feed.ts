import { open } from "node:fs/promises";

/** Writes profile-like bytes to a pipe, slowly, until stopped: a file that takes its time. */
export class SlowFeed {
  private isStopped = false;
  private readonly done: Promise<void>;

  constructor(path: string) {
    this.done = this.run(path);
  }

  private async run(path: string): Promise<void> {
    const file = await open(path, "r+");
    // Field 6 (string_table), 1 KiB of text: a profile as long as one likes.
    const entry = Buffer.concat([
      Buffer.from([0x32, 0x80, 0x08]),
      Buffer.alloc(1024, "x"),
    ]);
    const emptyString = Buffer.from([0x32, 0x00]);
    await file.write(emptyString);
    try {
      while (!this.isStopped) {
        await file.write(entry);
        await new Promise((done) => setTimeout(done, 20));
      }
    } finally {
      await file.close();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.done;
  }
}
