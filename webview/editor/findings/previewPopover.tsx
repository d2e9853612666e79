import { useLayoutEffect, useRef } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { placeBeside } from '../../shared/placeBeside';
import { useModel } from '../modelContext';
import { FixPreview, type FixName } from './fixPreview';

/** The preview's element, for `aria-describedby` of the button that it is about. */
export const previewId = 'fix-preview';

export interface FixPlace extends FixName {
  readonly anchor: HTMLElement;
}

/** The change that the fix under the pointer, or with the keyboard on it, would make. */
export function PreviewPopover() {
  const { previews } = useModel().findings;
  const shown = useCell(previews);
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popover = element.current;
    if (shown === undefined || popover === null) return undefined;
    const place = () => {
      placeBeside(popover, shown.anchor.getBoundingClientRect());
    };
    const hide = (event: Event) => {
      // What scrolls may be the preview itself.
      if (!(event.target instanceof Node && popover.contains(event.target))) previews.set(undefined);
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(popover);
    document.addEventListener('scroll', hide, true);
    return () => {
      observer.disconnect();
      document.removeEventListener('scroll', hide, true);
    };
  }, [shown]);
  if (shown === undefined) return null;
  return (
    <div
      ref={element}
      id={previewId}
      class="popover"
      role="tooltip"
      onPointerLeave={() => {
        if (document.activeElement !== shown.anchor) previews.set(undefined);
      }}
    >
      <FixPreview {...shown} />
    </div>
  );
}
