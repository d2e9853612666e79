import { Icon } from '../../shared/icons/icon';

/** A quiet button that adds a part to the form. */
export function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="add-button" onClick={onClick}>
      <Icon name="add" />
      {label}
    </button>
  );
}
