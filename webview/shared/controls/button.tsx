import { h, type ComponentChildren } from 'preact';
import { Icon, type IconName } from '../icons/icon';

interface ButtonProps {
  readonly icon?: IconName | undefined;
  readonly appearance?: 'primary' | 'secondary' | undefined;
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** A button with words, drawn by the toolkit. */
export function Button({ icon, appearance = 'secondary', disabled = false, title, onClick, children }: ButtonProps) {
  return h(
    'vscode-button',
    { appearance, disabled, title, onClick: disabled ? undefined : onClick },
    icon === undefined ? null : (
      <span slot="start">
        <Icon name={icon} />
      </span>
    ),
    children,
  );
}
