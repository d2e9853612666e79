import type { CheckConfig, NearSettings } from '../config/checkConfig';
import type { Split } from '../config/settings';
import type { DuplicateIndex } from '../duplicates/duplicateIndex';
import { NearAcross, type RunSteps } from '../duplicates/nearAcross';
import { nearTextOf } from '../duplicates/rowDigest';
import type { RowPlace } from '../duplicates/textHolders';
import { viewOf } from '../record/toExampleView';
import { isRecord } from '../record/shapes';
import type { ExampleView } from '../record/view';
import type { ByteSource } from '../text/byteSource';
import type { LineIndex } from '../text/lineIndex';
import { readLines } from '../text/readLines';
import type { AcrossMatch, CopyElsewhere } from './duplicate';
import type { Finding } from './finding';
import { readRow } from './readRow';

/** A dataset that is compared with others. Its rows are its lines, from 0. */
export interface ComparedDataset {
  /** How findings call it. */
  readonly name: string;
  /** How related rows call it: a path, or a URI. */
  readonly location: string;
  readonly split: Split;
  readonly config: CheckConfig;
  /** Its rows, exact and folded. */
  readonly clusters: DuplicateIndex;
  /** The file, and where its lines stand. */
  readonly source: ByteSource;
  readonly index: LineIndex;
}

/** Datasets that are judged near duplicates by the same settings share what is known of the rows of all. */
interface NearGroup {
  readonly settings: NearSettings;
  readonly rows: NearAcross;
}

/**
 * What the rows of several datasets have in common: first every row of each is added, then near duplicates are looked for, then the
 * copies of any row can be asked for. They depend on the datasets alone, not on the order in which they were read.
 */
export class AcrossDatasets {
  private readonly datasets: (ComparedDataset | undefined)[] = [];
  private readonly near = new Map<string, NearGroup>();

  /** @param configs of all datasets that will come */
  constructor(configs: readonly CheckConfig[]) {
    if (configs.length < 2) return;
    for (const config of configs) {
      const settings = nearOf(config);
      if (settings === undefined || this.near.has(nameOf(settings))) continue;
      const { threshold, recall } = settings;
      const rows = new NearAcross({ threshold, recall, datasets: configs.length });
      this.near.set(nameOf(settings), { settings, rows });
    }
  }

  /** Whether adding rows is of use: near duplicates are looked for among them. */
  get wantsRows(): boolean {
    return this.near.size > 0;
  }

  /** Begins a dataset, and gives its number. Unless `end` follows, its rows are nobody's copies. */
  begin(): number {
    return this.datasets.push(undefined) - 1;
  }

  /** Adds a row of a dataset that was begun. */
  add(dataset: number, row: number, view: ExampleView): void {
    for (const { settings, rows } of this.near.values()) rows.add({ dataset, row }, nearTextOf(view, settings.part));
  }

  end(number: number, dataset: ComparedDataset): void {
    this.datasets[number] = dataset;
  }

  /** Looks for near duplicates, reading rows again; false where it was stopped. */
  async findNear(run: RunSteps): Promise<boolean> {
    for (const { settings, rows } of this.near.values()) {
      const readTexts = (places: readonly RowPlace[]) => this.readTexts(places, settings);
      if (!(await rows.find(readTexts, run))) return false;
    }
    return true;
  }

  /** In datasets of the same split only the one whose name is the later is told; of different splits both are. */
  copiesOf(number: number, row: number): CopyElsewhere[] {
    const self = this.datasets[number];
    if (self?.config.has('duplicate/across-files') !== true) return [];
    return this.datasets.flatMap((other, i) => {
      if (other === undefined || i === number) return [];
      if (other.split === self.split && self.name < other.name) return [];
      const match = this.matchOf({ dataset: number, row }, self, i, other);
      const { name, location, split } = other;
      return match === undefined ? [] : [{ match, split: self.split, other: { name, location, split } }];
    });
  }

  /**
   * Whether of the two rows that a finding of a copy speaks of its own is the one to go, where only one may: that of the training
   * data, so that what measures stays as it is; else that of the dataset whose name is the later.
   */
  isToGo(number: number, { related }: Finding): boolean {
    const self = this.datasets[number];
    const other = this.datasets.find((dataset) => dataset?.location === related?.[0]?.dataset);
    if (self === undefined || other === undefined) return false;
    const isTrain = self.split === 'train';
    return isTrain === (other.split === 'train') ? self.name > other.name : isTrain;
  }

  private matchOf(
    place: RowPlace,
    self: ComparedDataset,
    number: number,
    other: ComparedDataset,
  ): AcrossMatch | undefined {
    const same = self.clusters.sameIn(place.row, other.clusters);
    if (same !== undefined) return { kind: 'exact', row: same };
    const { config } = self;
    const folded = self.clusters.normalizedIn(place.row, other.clusters);
    if (folded !== undefined)
      return config.has('duplicate/normalized') ? { kind: 'normalized', row: folded } : undefined;
    const settings = nearOf(config);
    const near = settings === undefined ? undefined : this.near.get(nameOf(settings))?.rows.nearestIn(number, place);
    return near === undefined ? undefined : { kind: 'near', ...near };
  }

  private async readTexts(places: readonly RowPlace[], { part }: NearSettings): Promise<(string | undefined)[]> {
    const texts: (string | undefined)[] = [];
    for (const [number, dataset] of this.datasets.entries()) {
      if (dataset === undefined) continue;
      const own = places.flatMap((place, at) => (place.dataset === number ? { row: place.row, at } : []));
      own.sort((a, b) => a.row - b.row);
      let next = 0;
      try {
        const rows = own.map(({ row }) => row);
        await readLines(dataset.source, dataset.index, rows, (_, line) => {
          texts[own[next++]?.at ?? 0] = textOf(line, part);
        });
      } catch {
        // The rows of a file that can no longer be read are like no others; its second reading says what is wrong with it.
      }
    }
    return texts;
  }
}

/** How a dataset is compared with others; undefined where only for what is the same. */
function nearOf(config: CheckConfig): NearSettings | undefined {
  return config.has('duplicate/across-files') ? config.near : undefined;
}

function nameOf({ threshold, recall, part }: NearSettings): string {
  return `${threshold} ${recall} ${part}`;
}

function textOf(line: string, part: NearSettings['part']): string | undefined {
  const { value } = readRow(line);
  return isRecord(value) ? nearTextOf(viewOf(value), part) : undefined;
}
