import { Button } from '../../shared/controls/button';
import { Icon } from '../../shared/icons/icon';
import type { OpenRow } from '../model/openRow';
import { rewriteLine, valueAt } from '../model/rowContent';
import { useModel } from '../modelContext';

/** Says that what stands in the form is not in the document, and lets the author decide. */
export function UnsentBanner({ row }: { readonly row: OpenRow }) {
  const { rows } = useModel();
  const { unsent } = row;
  if (unsent === undefined) return null;
  const isConflict = unsent.theirs !== undefined;
  return (
    <div class="banner is-warning" role="alert">
      <Icon name="warning" />
      <span class="banner-message">
        {isConflict
          ? 'This row was changed elsewhere while you were typing. Your text is here and not in the file.'
          : `Your last change was not taken: ${unsent.refusal ?? ''}`}
      </span>
      <span class="banner-actions">
        <Button appearance="primary" onClick={() => rows.keepMine({ rewriteLine, valueAt })}>
          {isConflict ? 'Keep mine' : 'Try again'}
        </Button>
        <Button onClick={() => rows.takeTheirs()}>{isConflict ? 'Take theirs' : 'Discard'}</Button>
      </span>
    </div>
  );
}
