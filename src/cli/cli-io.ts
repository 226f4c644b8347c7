/** What a run reads and writes; tests give their own. */
export interface CliIo {
  /** Standard output is a terminal, which control characters would steer. */
  readonly isTerminal?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Resolves when more may follow; false once nobody reads any more (`| head`). */
  writeStdout(chunk: Uint8Array): Promise<boolean>;
  writeStderr(text: string): void;
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The process's own streams. */
export function processIo(): CliIo {
  let isClosed = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isClosed = true;
  });
  return {
    isTerminal: process.stdout.isTTY,
    env: process.env,
    readStdin: () => readAll(process.stdin),
    writeStdout: (chunk) =>
      new Promise((resolve) => {
        if (isClosed) resolve(false);
        else process.stdout.write(chunk, () => resolve(!isClosed));
      }),
    writeStderr: (text) => {
      process.stderr.write(text);
    },
  };
}
