import type { Dataset } from '../../core/document/dataset';
import { majorityShape } from '../../core/record/recognise';
import { summarise } from '../../core/record/summarise';
import type { Shape } from '../../core/record/view';
import { FORM_BYTES } from './datasetRows';

/** How many of the first rows vote. */
const ROWS = 100;

/** The shape that most of the first rows have; `unknown` for a file without examples. */
export async function fileShape(dataset: Dataset): Promise<Shape> {
  const rows = await dataset.readRows(0, Math.min(ROWS, dataset.count), { maxRowBytes: FORM_BYTES });
  return majorityShape(rows.filter(({ complete }) => complete).flatMap(({ text }) => summarise(text).shape ?? []));
}
