import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/**
 * What the suite in the extension host tells the runner outside. It writes one JSON object a line into a file, because a file works
 * the same in the server, in the desktop build, and when the host dies in the middle.
 */
export type HostEvent =
  | { readonly kind: 'test'; readonly name: string }
  | { readonly kind: 'passed'; readonly name: string; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  | { readonly kind: 'skipped'; readonly name: string; readonly reason: string | undefined }
  | { readonly kind: 'console'; readonly level: string; readonly text: string }
  /** The test waits until the runner has written the picture `file` (or a few seconds). */
  | { readonly kind: 'screenshot'; readonly file: string }
  | { readonly kind: 'end' };

/** The environment of the extension host under test. */
export const hostVariables = {
  events: 'ITUNE_TEST_EVENTS',
  grep: 'ITUNE_TEST_GREP',
  screenshots: 'ITUNE_TEST_SCREENSHOTS',
} as const;

/** Follows such a file as it grows. */
export class HostEventReader {
  private offset = 0;
  private rest = '';
  private readonly decoder = new StringDecoder('utf8');

  constructor(private readonly file: string) {}

  /** The events written since the last call. */
  next(): HostEvent[] {
    if (!existsSync(this.file)) return [];
    const descriptor = openSync(this.file, 'r');
    try {
      const buffer = Buffer.alloc(1 << 16);
      for (let count; (count = readSync(descriptor, buffer, 0, buffer.length, this.offset)) > 0; this.offset += count) {
        this.rest += this.decoder.write(buffer.subarray(0, count));
      }
    } finally {
      closeSync(descriptor);
    }
    const lines = this.rest.split('\n');
    this.rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as HostEvent);
  }
}
