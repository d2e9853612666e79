import type { ComponentChildren } from 'preact';
import type { JsonPath } from '../../../src/core/json/path';
import { IconButton } from '../../shared/controls/iconButton';
import { FieldActions } from './fieldActions';
import { useForm } from './formContext';

interface FieldFrameProps {
  readonly id: string;
  readonly label: string;
  /** The key in the file, where it is not what the label says. */
  readonly fileKey?: string | undefined;
  /** "14 words, 87 characters", quietly. */
  readonly measure?: string | undefined;
  /** Offers to take the field out of the row. */
  readonly removePath?: JsonPath | undefined;
  readonly children: ComponentChildren;
}

/** The line above a field, with its name and what can be done with it, and the field. */
export function FieldFrame({ id, label, fileKey, measure, removePath, children }: FieldFrameProps) {
  const form = useForm();
  // "Response" stands for `output`; "input.tools" says it already.
  const showsKey = fileKey !== undefined && !label.toLowerCase().endsWith(fileKey.toLowerCase());
  return (
    <div class="field">
      <div class="field-head">
        <label class="field-label" id={id}>
          {label}
        </label>
        {showsKey && <code class="field-key">{fileKey}</code>}
      </div>
      <span class="field-measure">{measure}</span>
      <div class="field-body">{children}</div>
      {removePath !== undefined && !form.isReadOnly && (
        <FieldActions label={`Actions of ${label.toLowerCase()}`}>
          <IconButton
            icon="close"
            label={`Remove ${label.toLowerCase()}`}
            className="is-quiet"
            onClick={() => {
              form.edit({ kind: 'remove', path: removePath }, { label: `Remove ${label.toLowerCase()}` });
            }}
          />
        </FieldActions>
      )}
    </div>
  );
}
