/** A file format that holds datasets and is no text. */
export interface BinaryFormat {
  /** As people call it. */
  readonly name: string;
  /** How its rows become lines: the file is unpacked, or another program writes them out. */
  readonly remedy: 'unpack' | 'export';
}

/** The first bytes of each, as characters of Latin-1. None can begin a line of JSON. */
const FORMATS: readonly (BinaryFormat & { readonly magic: string })[] = [
  { name: 'gzip', magic: '\x1f\x8b', remedy: 'unpack' },
  { name: 'Zstandard', magic: '\x28\xb5\x2f\xfd', remedy: 'unpack' },
  { name: 'bzip2', magic: 'BZh', remedy: 'unpack' },
  { name: 'xz', magic: '\xfd7zXZ\0', remedy: 'unpack' },
  { name: 'LZ4', magic: '\x04\x22\x4d\x18', remedy: 'unpack' },
  { name: '7-Zip', magic: '7z\xbc\xaf\x27\x1c', remedy: 'unpack' },
  { name: 'ZIP', magic: 'PK\x03\x04', remedy: 'unpack' },
  { name: 'Parquet', magic: 'PAR1', remedy: 'export' },
  { name: 'Arrow', magic: 'ARROW1', remedy: 'export' },
  { name: 'SQLite', magic: 'SQLite format 3\0', remedy: 'export' },
  { name: 'HDF5', magic: '\x89HDF\r\n\x1a\n', remedy: 'export' },
  { name: 'PDF', magic: '%PDF-', remedy: 'export' },
];

/** What a file is that is no text, by its first bytes; undefined for text, and for what is not known. */
export function binaryFormatOf(head: Uint8Array): BinaryFormat | undefined {
  return FORMATS.find(({ magic }) => Array.from(magic).every((character, i) => character.charCodeAt(0) === head[i]));
}

/** Says what the file is and what to do, for people; the words of one that is not known. */
export function describeBinary(format: BinaryFormat | undefined): string {
  switch (format?.remedy) {
    case 'unpack':
      return `the file is compressed (${format.name}); unpack it first`;
    case 'export':
      return `the file is ${format.name}, not JSON Lines; export its rows as JSON Lines first`;
    case undefined:
      return 'the file is not text';
  }
}
