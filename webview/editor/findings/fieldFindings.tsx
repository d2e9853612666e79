import { Icon } from '../../shared/icons/icon';
import { IconButton } from '../../shared/controls/iconButton';
import { keyWords } from '../../shared/keyWords';
import { useForm } from '../form/formContext';
import { useModel } from '../modelContext';
import type { FieldProblems } from './findingsContext';
import { severityIcons, severityWord } from './severity';
import { Words } from './words';

/** What the checks say about a field, under it. */
export function FieldFindings({ problems }: { readonly problems: FieldProblems }) {
  const model = useModel();
  const form = useForm();
  const { findings, id } = problems;
  if (id === undefined) return null;
  return (
    <div class="field-findings">
      <div id={id} class="field-findings-words">
        {findings.map(({ key, severity, message }) => (
          <p key={key} class={`field-finding is-${severity}`}>
            <Icon name={severityIcons[severity]} />
            <span>
              <span class="visually-hidden">{severityWord(severity, 1)}: </span>
              <Words text={message} />
            </span>
          </p>
        ))}
      </div>
      {!form.isReadOnly && findings.some(({ fixes }) => fixes.length > 0) && (
        <IconButton
          icon="lightbulb"
          label={`Quick fixes of this field (${keyWords('Ctrl+.')})`}
          hasPopup
          onClick={() => {
            const path = findings[0]?.path;
            model.findings.menu.set(path === undefined ? {} : { path });
          }}
        />
      )}
    </div>
  );
}
