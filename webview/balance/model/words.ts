import { formatCount } from '../../shared/countWords';

export { countOf, formatCount } from '../../shared/countWords';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** 12.4M */
export function formatRough(count: number): string {
  return compact.format(count);
}

/** 31 %, 0.4 %, < 0.1 % */
export function formatShare(share: number): string {
  if (!Number.isFinite(share) || share <= 0) return '0 %';
  const percent = share * 100;
  if (percent < 0.1) return '< 0.1 %';
  return `${percent < 9.95 ? percent.toFixed(1).replace(/\.0$/, '') : Math.round(percent)} %`;
}

/** 7.1, 0.93: figures that are no counts. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return value >= 100 ? formatCount(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2);
}
