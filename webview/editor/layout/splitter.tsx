import { useRef } from 'preact/hooks';
import { useCell } from '../../shared/cell';
import { useModel } from '../modelContext';

const narrowestList = 240;
const narrowestDetail = 380;
const step = 20;

/** The line between list and detail; dragged, or moved by the arrow keys. A double click puts it back. */
export function Splitter() {
  const { listWidth } = useModel();
  const element = useRef<HTMLDivElement>(null);
  const width = useCell(listWidth);
  const whole = () => element.current?.parentElement?.clientWidth ?? 0;
  const present = () => element.current?.offsetLeft ?? 0;
  const set = (wanted: number) => {
    listWidth.set(Math.round(Math.max(narrowestList, Math.min(wanted, whole() - narrowestDetail))));
  };
  return (
    <div
      ref={element}
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label="Width of the list"
      aria-orientation="vertical"
      aria-valuemin={narrowestList}
      aria-valuemax={Math.max(narrowestList, whole() - narrowestDetail)}
      aria-valuenow={Math.round(width ?? present())}
      onKeyDown={(event) => {
        const wanted = { ArrowLeft: present() - step, ArrowRight: present() + step, Home: 0, End: Infinity }[event.key];
        if (wanted === undefined) return;
        event.preventDefault();
        set(wanted);
      }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        set(event.clientX - (event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0));
      }}
      onDblClick={() => {
        listWidth.set(undefined);
      }}
    />
  );
}
