import { useEffect, useRef } from 'preact/hooks';
import type { RowId } from '../../../src/protocol/editor';
import type { FindingFix, RowFinding } from '../../../src/protocol/findings';
import { useCell } from '../../shared/cell';
import { Icon } from '../../shared/icons/icon';
import { useModel } from '../modelContext';
import { previewId, type FixPlace } from './previewPopover';
import { Words } from './words';

/** A pointer that only passes does not open a preview: it has to rest for so long, in milliseconds. */
const restFor = 200;

interface FixButtonProps {
  readonly id: RowId;
  readonly finding: RowFinding;
  readonly fix: FindingFix;
  readonly onClick: () => void;
}

/** Does a fix; under the pointer and with the keyboard on it, it shows what it would change. */
export function FixButton({ id, finding, fix, onClick }: FixButtonProps) {
  const { previews } = useModel().findings;
  const button = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const place = useRef<FixPlace | undefined>(undefined);
  const shown = useCell(previews);
  const isShown = shown !== undefined && shown === place.current;

  const show = () => {
    if (fix.reveal !== undefined || button.current === null) return;
    place.current = { id, finding: finding.key, fix: fix.key, isSafe: fix.safe, anchor: button.current };
    previews.set(place.current);
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (previews.value === place.current) previews.set(undefined);
  };
  useEffect(() => hide, [fix.key, finding.key]);
  return (
    <button
      ref={button}
      type="button"
      class={`fix-button small-button ${fix.deletes === true ? 'is-deleting' : ''}`}
      aria-describedby={isShown ? previewId : undefined}
      onClick={() => {
        hide();
        onClick();
      }}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) show();
      }}
      onBlur={hide}
      onPointerEnter={() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(show, restFor);
      }}
      onPointerLeave={() => {
        clearTimeout(timer.current);
        // The way to the preview leads over a gap.
        timer.current = setTimeout(() => {
          const isOnPreview = document.querySelector(`#${previewId}:hover`) !== null;
          if (!isOnPreview && document.activeElement !== button.current) hide();
        }, restFor);
      }}
      onKeyDown={(event) => {
        // The first Escape takes the preview away, the next one leaves the detail.
        if (event.key !== 'Escape' || !isShown) return;
        event.preventDefault();
        hide();
      }}
    >
      <Icon name={fix.deletes === true ? 'trash' : fix.reveal === undefined ? 'lightbulb' : 'arrow-down'} />
      <span>
        <Words text={fix.title} />
      </span>
    </button>
  );
}
