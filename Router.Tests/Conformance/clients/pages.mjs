// Reads what a page of the documentation asks to be done: its marked blocks of code, in their order.
//
//   ```toml file=~/.codex/config.toml    the block is that file, in the home folder or the folder of the examples
//   ```bash run                          the block is run
//   ```bash run eventually               … again, until it shows what it should: the ledger is written a moment later
//   ```text expect                       what the block before it prints, each line somewhere in the output, in this order; … is any text
//   ```bash install                      names packages, which are there already
//   ```yaml check                        a configuration that `router check` finds good
//   ```sql query                         a question to the ledger, which the .NET tests ask
//   ```bash once                         for the reader only
import fs from 'node:fs';

const fence = /^```(\S*) ?(.*)$/;

/** The blocks of a page: `{ language, marks, file, text, line, expect }`, where `expect` is that of the block behind a run. */
export function readPage(file) {
  const blocks = [];
  let open = null;
  for (const [index, line] of fs.readFileSync(file, 'utf8').split('\n').entries()) {
    const start = fence.exec(line);
    if (open && line === '```') {
      take(blocks, open);
      open = null;
    } else if (open) {
      open.text += `${line}\n`;
    } else if (start) {
      const marks = start[2].split(' ');
      open = { language: start[1], marks, file: marks.find((mark) => mark.startsWith('file='))?.slice(5), text: '', line: index + 1 };
    }
  }

  if (open) throw new Error(`${file}:${open.line}: the block does not end`);
  return blocks;
}

function take(blocks, block) {
  const before = blocks.at(-1);
  if (!block.marks.includes('expect')) blocks.push(block);
  else if (before?.marks.includes('run') && before.expect === undefined) before.expect = block.text;
  else throw new Error(`line ${block.line}: an expectation without a command before it`);
}

/** The first expected line that the output does not have behind those before it, or null. */
export function missing(expected, output) {
  const lines = output.split('\n');
  let at = 0;
  for (const line of expected.trimEnd().split('\n')) {
    const pattern = new RegExp(line.trim().split('…').map(escape).join('.*'));
    const found = lines.findIndex((text, index) => index >= at && pattern.test(text));
    if (found < 0) return line;
    at = found + 1;
  }

  return null;
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
