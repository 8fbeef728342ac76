// What the 128 bytes before DICM are (PS3.10 7.1): a file may be two things at once, a picture to one program and a program to another.

/** Kinds of preambles. */
export type Preamble = 'clean' | 'tiff' | 'pe' | 'elf' | 'macho' | 'script' | 'zip' | 'pdf' | 'other' | 'unknown';

const LENGTH = 128;
const MACHO = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xbebafeca]);

/** The kind of a file's preamble; `unknown` when it has none. */
export function preambleOf(bytes: Uint8Array, hasPreamble: boolean): Preamble {
  if (!hasPreamble) return 'unknown';
  const head = bytes.subarray(0, LENGTH);
  if (head.every((byte) => byte === 0)) return 'clean';
  const text = Buffer.from(head).toString('latin1');
  if (/^(?:II\*\0|II\+\0|MM\0\*|MM\0\+)/.test(text)) return 'tiff';
  if (text.startsWith('MZ')) return 'pe';
  if (text.startsWith('\x7fELF')) return 'elf';
  if (MACHO.has(new DataView(head.buffer, head.byteOffset, 4).getUint32(0))) return 'macho';
  if (/^(?:#!|<\?php|<\?xml|\s*<(?:!doctype html|html|script|hta)|@echo |REM |:;)/i.test(text)) return 'script';
  if (text.startsWith('PK')) return 'zip';
  return text.startsWith('%PDF') ? 'pdf' : 'other';
}

/** Whether a system would run the file when asked to. */
export function isExecutable(preamble: Preamble): boolean {
  return preamble === 'pe' || preamble === 'elf' || preamble === 'macho' || preamble === 'script';
}
