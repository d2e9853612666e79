import type { OtherField as OtherFieldView } from '../../../src/core/record/view';
import { BooleanField } from './booleanField';
import { JsonField } from './jsonField';
import { StringField } from './stringField';

/** Any other key of the record: a text, a yes or no, or JSON. */
export function OtherField({ field }: { readonly field: OtherFieldView }) {
  const { path, key, value } = field;
  if (typeof value === 'string')
    return <StringField field={{ path, text: value, present: true }} label={key} canRemove />;
  if (typeof value === 'boolean') return <BooleanField path={path} label={key} value={value} />;
  return <JsonField path={path} label={key} removePath={path} />;
}
