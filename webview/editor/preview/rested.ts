import { useEffect, useState } from 'preact/hooks';
import type { OpenRow } from '../model/openRow';

/** So long (ms) nobody must have typed before a preview is drawn again. */
const REST = 150;

/** The open row; while its text is being typed, the text of the last rest. Another row counts at once. */
export function useRested(row: OpenRow): OpenRow {
  const [rested, setRested] = useState(row);
  const isOther = rested.id !== row.id;
  useEffect(() => {
    if (isOther) {
      setRested(row);
      return;
    }
    const timer = setTimeout(() => setRested(row), REST);
    return () => clearTimeout(timer);
  }, [row, isOther]);
  return isOther ? row : rested;
}
