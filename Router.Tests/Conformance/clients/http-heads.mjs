// Finds the heads of the HTTP/1.1 messages in one direction of a connection; bodies are skipped by their framing.

const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

/** Fed with bytes as they come; calls back with the three words of each first line, and the whole head. */
export class HttpHeads {
  #onHead;
  #rest = Buffer.alloc(0); // what is not yet a whole head, or a whole line of chunked framing
  #state = 'head';
  #skip = 0; // bytes of body, or of a chunk with its line end, still to come

  /** @param {(words: string[], head: string) => {bodyless: boolean}} onHead Says whether this message has no body whatever its headers say. */
  constructor(onHead) {
    this.#onHead = onHead;
  }

  read(bytes) {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'through') return;
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      const held = this.#rest.length;
      const seen = held ? Buffer.concat([this.#rest, bytes.subarray(at)]) : bytes.subarray(at);
      const mark = this.#state === 'head' ? headEnd : lineEnd;
      const found = seen.indexOf(mark);
      if (found < 0) {
        this.#rest = Buffer.from(seen);
        return;
      }
      this.#rest = Buffer.alloc(0);
      at += found + mark.length - held;
      const text = seen.toString('latin1', 0, found);
      if (this.#state === 'head') this.#readHead(text);
      else if (this.#state === 'chunk') this.#readChunk(text);
      else if (text === '') this.#state = 'head'; // the blank line after the trailers
    }
  }

  #readHead(text) {
    const { bodyless } = this.#onHead(text.split('\r\n', 1)[0].split(' '), text);
    const length = /^content-length: *(\d+)/im.exec(text)?.[1];
    if (bodyless) return;
    if (/^transfer-encoding:.*chunked/im.test(text)) this.#state = 'chunk';
    else if (length !== undefined) this.#skip = Number(length);
    else if (text.startsWith('HTTP/')) this.#state = 'through'; // an answer that lasts until the connection ends
  }

  #readChunk(text) {
    const size = parseInt(text, 16);
    if (size === 0) this.#state = 'trailers';
    else this.#skip = size + lineEnd.length;
  }
}
