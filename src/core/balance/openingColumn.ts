import type { NamedCount } from './balanceData';
import { CountedColumn } from './countedColumn';
import { NAMELESS, NameTable } from './nameTable';
import type { Opening } from './openings';

/** A first word. */
interface FirstWord {
  readonly word: string;
  /** Numbers of the pairs that begin with it. */
  readonly pairs: number[];
  rows: number;
}

/**
 * Openings of instructions, by slot, as pairs of words. Rows are counted by first word too: there are tens of thousands of pairs, and
 * going over them all after every edit would take longer than everything else that the panel shows.
 */
export class OpeningColumn {
  readonly table = new NameTable(200_000);
  readonly column = new CountedColumn();
  private readonly byWord = new Map<string, FirstWord>();
  /** By pair; those of the numbers that stand for no pair have no word. */
  private readonly firstWords: FirstWord[] = [];
  private readonly nextWords: string[] = [];
  private readonly wordless = this.firstWord('');

  /** @param opening undefined for a row that is not counted */
  set(slot: number, opening: Opening | undefined): void {
    const before = this.column.get(slot);
    const after = opening === undefined ? 0 : this.numberOf(opening);
    if (before === after) return;
    if (before > 0) this.firstWordOf(before).rows--;
    if (after > 0) this.firstWordOf(after).rows++;
    this.column.set(slot, after);
  }

  /** The words of a pair. */
  openingOf(number: number): Opening {
    return { word: this.firstWordOf(number).word, next: this.nextWords[number] ?? '' };
  }

  /** How many rows begin with each first word that there is. */
  wordCounts(): NamedCount[] {
    const counts: NamedCount[] = [];
    for (const { word, rows } of this.byWord.values()) if (rows > 0) counts.push({ name: word, count: rows });
    return counts;
  }

  /** How many rows have each word behind a first word. */
  nextCounts(word: string): NamedCount[] {
    const counts: NamedCount[] = [];
    for (const number of this.byWord.get(word)?.pairs ?? []) {
      const name = this.nextWords[number] ?? '';
      const count = this.column.countOf(number);
      if (name !== '' && count > 0) counts.push({ name, count });
    }
    return counts;
  }

  private firstWordOf(number: number): FirstWord {
    return this.firstWords[number] ?? this.wordless;
  }

  private firstWord(word: string): FirstWord {
    let known = this.byWord.get(word);
    if (known === undefined) this.byWord.set(word, (known = { word, pairs: [], rows: 0 }));
    return known;
  }

  private numberOf({ word, next }: Opening): number {
    const { table } = this;
    if (word === '') return NAMELESS;
    const size = table.size;
    let number = table.numberOf(`${word} ${next}`);
    // Where there is no room for further pairs, there may be for the first word alone.
    if (!table.isNamed(number)) number = table.find(`${word} `) ?? number;
    if (table.size > size) {
      const first = (this.firstWords[number] = this.firstWord(word));
      first.pairs.push(number);
      this.nextWords[number] = next;
    }
    return number;
  }
}
