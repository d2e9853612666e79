import type { ComparesRows } from '../duplicates/nearDuplicates';
import type { AskedPairs, ComparesPairs } from '../duplicates/pairHelper';
import { type PairsRequest, readComparedBlock } from './comparedPairs';

/** Where the line of a row, or of a node, stands in the file; undefined where it does not. */
type PlaceOf = (row: number) => { readonly offset: number; readonly length: number } | undefined;

/** Requests that wait for an answer: more than a thread works off while its dataset's worker has a slice of work. */
const MOST_ASKED = 24;
/** Pairs of a request: about a millisecond of work. */
const PAIRS_AT_ONCE = 256;

interface Asked {
  readonly request: PairsRequest;
  readonly answer: { similarities: Float64Array | undefined };
}

/** The pairs that a second thread is asked to compare. */
export class PairsAhead {
  private readonly asked: Asked[] = [];
  /** Nodes that the thread knows the lines of. */
  private readonly told = new Set<number>();
  private number = 0;
  private isClosed = false;

  constructor(
    private readonly post: (request: PairsRequest) => void,
    readonly pairsAtOnce = PAIRS_AT_ONCE,
  ) {}

  /** Helps with rows whose lines stand where `placeOf` says. */
  helperFor(placeOf: PlaceOf): ComparesRows {
    return (rowOf) => new Helper(this, (node) => placeOf(rowOf(node)));
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  get hasRoom(): boolean {
    return !this.isClosed && this.asked.length < MOST_ASKED;
  }

  /** @param among how many nodes there are */
  ask(pairs: Int32Array, among: number, placeOf: PlaceOf): AskedPairs {
    if (this.isClosed) return { similarities: untold(pairs) };
    const request = { number: this.number++, places: this.newPlaces(pairs, placeOf), pairs, among };
    const answer = { similarities: undefined };
    this.asked.push({ request, answer });
    this.post(request);
    return answer;
  }

  /** A node has another text, or none. */
  forget(node: number): void {
    this.told.delete(node);
  }

  /** Takes the answer to the oldest request; false where it is none. */
  receive(message: unknown): boolean {
    const asked = this.asked.shift();
    if (this.isClosed || asked === undefined) return true;
    const block = message === null ? undefined : readComparedBlock(message, asked.request);
    asked.answer.similarities = block?.similarities ?? untold(asked.request.pairs);
    return message === null || block !== undefined;
  }

  /** Nothing more is asked for, and of what was asked nothing will be known. */
  close(): void {
    this.isClosed = true;
    for (const { request, answer } of this.asked.splice(0)) answer.similarities = untold(request.pairs);
  }

  private newPlaces(nodes: Int32Array, placeOf: PlaceOf): Float64Array {
    const words: number[] = [];
    for (const node of nodes) {
      if (this.told.has(node)) continue;
      const place = placeOf(node);
      // The thread says that it knows nothing of a node without a line: a length that no line has.
      words.push(node, place?.offset ?? 0, place?.length ?? Infinity);
      this.told.add(node);
    }
    return Float64Array.from(words);
  }
}

function untold(pairs: Int32Array): Float64Array {
  return new Float64Array(pairs.length / 2).fill(NaN);
}

class Helper implements ComparesPairs {
  constructor(
    private readonly ahead: PairsAhead,
    private readonly placeOf: PlaceOf,
  ) {}

  get isOpen(): boolean {
    return this.ahead.isOpen;
  }

  get hasRoom(): boolean {
    return this.ahead.hasRoom;
  }

  get pairsAtOnce(): number {
    return this.ahead.pairsAtOnce;
  }

  ask(pairs: Int32Array, among: number): AskedPairs {
    return this.ahead.ask(pairs, among, this.placeOf);
  }

  forget(node: number): void {
    this.ahead.forget(node);
  }
}
