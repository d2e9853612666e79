import { useId, useState } from 'preact/hooks';
import type { RowId } from '../../../src/protocol/editor';
import { IconButton } from '../../shared/controls/iconButton';
import { Icon } from '../../shared/icons/icon';
import { useForm } from '../form/formContext';
import { useModel } from '../modelContext';
import { goToColumns } from '../text/goToColumns';
import { doFix, everywhere, fixAllWords, openFixAll } from './doFix';
import { FixButton } from './fixButton';
import type { ListedFinding } from './findingsContext';
import { severityIcons, severityWord } from './severity';
import { Words } from './words';

interface FindingItemProps {
  readonly id: RowId;
  readonly listed: ListedFinding;
  /** In the list, from 0. */
  readonly place: number;
}

/** One finding: what, where, why, and what mends it. */
export function FindingItem({ id, listed, place }: FindingItemProps) {
  const model = useModel();
  const { isReadOnly, content } = useForm();
  const [isExplained, setExplained] = useState(false);
  const why = useId();
  const { finding, isGone } = listed;
  const { severity, message, path, fixes, cluster } = finding;
  const canGo = !isGone && (path !== undefined || content.kind === 'broken');
  const canFix = !isReadOnly && !isGone;
  return (
    <li class={`finding is-${isGone ? 'gone' : severity}`} data-finding={finding.key} tabIndex={-1}>
      <Icon name={isGone ? 'check' : severityIcons[severity]} />
      <div class="finding-body">
        <div class="finding-head">
          <span class="visually-hidden">{isGone ? 'Mended' : severityWord(severity, 1)}: </span>
          {!canGo ? (
            <span class="finding-message">
              <Words text={message} />
            </span>
          ) : (
            <button
              type="button"
              class="finding-message link-button"
              title="Go to its place"
              onClick={() => {
                const line = document.querySelector<HTMLTextAreaElement>('.raw textarea');
                if (line === null) model.focus.focusForm(path);
                else goToColumns(line, finding);
              }}
            >
              <Words text={message} />
            </button>
          )}
          <IconButton
            icon="info"
            label="Why it matters"
            expanded={isExplained}
            controls={why}
            onClick={() => setExplained(!isExplained)}
          />
        </div>
        <p id={why} class="finding-why" hidden={!isExplained}>
          <Words text={finding.explanation} /> <code>{finding.code}</code>
        </p>
        <div class="finding-fixes">
          {canFix &&
            fixes.map((fix) => (
              <FixButton
                key={fix.key}
                id={id}
                finding={finding}
                fix={fix}
                onClick={() => void doFix(model, id, finding, fix, place)}
              />
            ))}
          {canFix && everywhere(finding).length > 0 && (
            <button type="button" class="small-button" onClick={() => openFixAll(model, finding)}>
              {fixAllWords(finding)}
            </button>
          )}
          {cluster !== undefined && !isGone && (
            <button
              type="button"
              class="small-button"
              onClick={() => model.findings.dialog.set({ kind: 'compare', id, cluster: cluster.kind })}
            >
              Compare side by side ({cluster.size.toLocaleString('en')})
            </button>
          )}
        </div>
      </div>
    </li>
  );
}
