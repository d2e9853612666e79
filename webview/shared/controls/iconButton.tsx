import { Icon, type IconName } from '../icons/icon';

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does: the tooltip, and what a screen reader says. */
  readonly label: string;
  readonly pressed?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
  /** For the keyboard: see `detail/fieldFocus.ts`. */
  readonly focusKey?: string | undefined;
  readonly hasPopup?: boolean | undefined;
  readonly expanded?: boolean | undefined;
  /** The id of what it opens and closes. */
  readonly controls?: string | undefined;
  readonly onClick: () => void;
}

/** A small button with an icon only; native, so that there can be many. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, pressed, disabled = false, className = '', focusKey, hasPopup, expanded, controls } = props;
  return (
    <button
      type="button"
      class={`icon-button ${className}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={hasPopup === true ? 'menu' : undefined}
      aria-expanded={expanded}
      aria-controls={controls}
      disabled={disabled}
      data-focus={focusKey}
      onClick={props.onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
