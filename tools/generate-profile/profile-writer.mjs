// profile.proto as the Go runtime writes it: a location and its functions just before the first
// sample that needs them, the string table last. Bytes go out in chunks, through gzip or raw.

import { createWriteStream } from "node:fs";
import { createGzip } from "node:zlib";
import { once } from "node:events";

const CHUNK_BYTES = 1 << 20;
/** No message of ours comes near this. */
const LONGEST_MESSAGE_BYTES = 4096;

export class ProfileWriter {
  #out;
  #file;
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #at = 0;
  #message = Buffer.allocUnsafe(LONGEST_MESSAGE_BYTES);
  #strings = new Map([["", 0]]);
  rawBytes = 0;
  fileBytes = 0;

  constructor(path, gzipLevel) {
    this.#file = createWriteStream(path);
    if (gzipLevel === undefined) this.#out = this.#file;
    else {
      this.#out = createGzip({ level: gzipLevel });
      this.#out.pipe(this.#file);
    }
  }

  string(text) {
    let index = this.#strings.get(text);
    if (index === undefined) {
      index = this.#strings.size;
      this.#strings.set(text, index);
    }
    return index;
  }

  /** True when the caller should `await drain()` before it writes more. */
  get isFull() {
    return this.#at > CHUNK_BYTES - 2 * LONGEST_MESSAGE_BYTES;
  }

  async drain() {
    const chunk = this.#chunk.subarray(0, this.#at);
    this.rawBytes += this.#at;
    this.#chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#at = 0;
    if (!this.#out.write(chunk)) await once(this.#out, "drain");
  }

  number(field, value) {
    this.#at = varint(this.#chunk, this.#at, field << 3);
    this.#at = varint(this.#chunk, this.#at, value);
  }

  valueType(field, type, unit) {
    this.#messageOf(field, (buffer) => {
      let at = put(buffer, 0, 1, this.string(type));
      at = put(buffer, at, 2, this.string(unit));
      return at;
    });
  }

  mapping(id, start, limit, file, buildId) {
    this.#messageOf(3, (buffer) => {
      let at = put(buffer, 0, 1, id);
      at = put(buffer, at, 2, start);
      at = put(buffer, at, 3, limit);
      at = put(buffer, at, 5, this.string(file));
      at = put(buffer, at, 6, this.string(buildId));
      return put(buffer, at, 7, 1);
    });
  }

  func(id, name, file, startLine) {
    this.#messageOf(5, (buffer) => {
      let at = put(buffer, 0, 1, id);
      at = put(buffer, at, 2, this.string(name));
      at = put(buffer, at, 3, this.string(name));
      at = put(buffer, at, 4, this.string(file));
      return put(buffer, at, 5, startLine);
    });
  }

  location(id, address, functionIds, lineNumbers) {
    this.#messageOf(4, (buffer) => {
      let at = put(buffer, 0, 1, id);
      at = put(buffer, at, 2, 1);
      at = put(buffer, at, 3, address);
      for (let i = 0; i < functionIds.length; i++) {
        const length =
          2 + varintLength(functionIds[i]) + varintLength(lineNumbers[i]);
        at = varint(buffer, at, (4 << 3) | 2);
        at = varint(buffer, at, length);
        at = put(buffer, at, 1, functionIds[i]);
        at = put(buffer, at, 2, lineNumbers[i]);
      }
      return at;
    });
  }

  /** `labels` is flat: key, text, number, unit (string indices, 0 for none) for each label. */
  sample(locationIds, locationCount, values, labels) {
    this.#messageOf(2, (buffer) => {
      let at = packed(buffer, 0, 1, locationIds, locationCount);
      at = packed(buffer, at, 2, values, values.length);
      for (let i = 0; i < labels.length; i += 4) {
        let length = 0;
        for (let j = 0; j < 4; j++) {
          if (labels[i + j] !== 0) length += 1 + varintLength(labels[i + j]);
        }
        at = varint(buffer, at, (3 << 3) | 2);
        at = varint(buffer, at, length);
        for (let j = 0; j < 4; j++) {
          if (labels[i + j] !== 0) at = put(buffer, at, j + 1, labels[i + j]);
        }
      }
      return at;
    });
  }

  async finish() {
    for (const text of this.#strings.keys()) {
      if (this.isFull) await this.drain();
      this.#at = varint(this.#chunk, this.#at, (6 << 3) | 2);
      this.#at = varint(this.#chunk, this.#at, Buffer.byteLength(text));
      this.#at += this.#chunk.write(text, this.#at);
    }
    await this.drain();
    this.#out.end();
    await once(this.#file, "finish");
    this.fileBytes = this.#file.bytesWritten;
  }

  #messageOf(field, write) {
    const length = write(this.#message);
    this.#at = varint(this.#chunk, this.#at, (field << 3) | 2);
    this.#at = varint(this.#chunk, this.#at, length);
    this.#message.copy(this.#chunk, this.#at, 0, length);
    this.#at += length;
  }
}

function put(buffer, at, field, value) {
  buffer[at++] = field << 3;
  return varint(buffer, at, value);
}

function packed(buffer, at, field, numbers, count) {
  let length = 0;
  for (let i = 0; i < count; i++) length += varintLength(numbers[i]);
  buffer[at++] = (field << 3) | 2;
  at = varint(buffer, at, length);
  for (let i = 0; i < count; i++) at = varint(buffer, at, numbers[i]);
  return at;
}

/** Numbers up to 2^53. */
function varint(buffer, at, value) {
  while (value >= 0x80) {
    buffer[at++] = (value % 0x80) | 0x80;
    value = Math.floor(value / 0x80);
  }
  buffer[at++] = value;
  return at;
}

function varintLength(value) {
  let length = 1;
  while (value >= 0x80) {
    value = Math.floor(value / 0x80);
    length++;
  }
  return length;
}
