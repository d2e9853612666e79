import { useContext, useMemo, useRef, useState } from 'preact/hooks';
import { parseLine } from '../../../src/core/json/parser';
import { describeSyntaxError, type JsonSyntaxError } from '../../../src/core/json/syntaxError';
import { applyTextEdits } from '../../../src/core/json/textEdit';
import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { Icon } from '../../shared/icons/icon';
import { FindingsContext } from '../findings/findingsContext';
import { FieldFrame } from '../form/fieldFrame';
import { focusKey } from '../form/fieldFocus';
import { useForm } from '../form/formContext';
import type { OpenRow } from '../model/openRow';
import type { RowContent } from '../model/rowContent';
import { useModel } from '../modelContext';
import { goToColumns } from '../text/goToColumns';
import { GrowingTextArea } from '../text/growingTextArea';

const noErrors: readonly JsonSyntaxError[] = [];

interface RawEditorProps {
  readonly row: OpenRow;
  /** The list of findings above says what is wrong with the line, and mends it. */
  readonly hasJsonFinding: boolean;
}

/** The line as it stands in the file. It may be broken: then it says where, and offers what mends it. */
export function RawEditor({ row, hasJsonFinding }: RawEditorProps) {
  const model = useModel();
  const form = useForm();
  const field = useRef<HTMLTextAreaElement>(null);
  const [refusedBreak, setRefusedBreak] = useState(false);
  const { content } = form;
  const { text } = row;
  const errors = content.kind === 'broken' ? content.errors : noErrors;
  const judged = useCell(model.findings.open.row);
  const findings = useContext(FindingsContext);
  // Columns are those of the line that was judged; the author may have typed on.
  const isCurrent = judged !== undefined && model.rows.queue.isCurrent(row.id, judged.version);
  const warnings = useMemo(
    () => (isCurrent && errors.length === 0 ? findings.filter(({ start, end }) => end > start) : noErrors),
    [findings, isCurrent, errors],
  );
  const mended = useMemo(() => mend(text, errors), [text, errors]);
  const shownFor = useRef<number | undefined>(undefined);

  const change = (line: string, options: { label: string; typing?: boolean }) => {
    setRefusedBreak(false);
    form.edit({ kind: 'raw', text: line.replace(/[\r\n]+/g, ' ') }, options);
  };
  return (
    <div class="raw">
      {content.kind !== 'example' && !hasJsonFinding && (
        <RawMessage
          content={content}
          canMend={mended !== undefined && !form.isReadOnly}
          onGo={() => {
            const error = errors[0];
            if (error !== undefined && field.current !== null) goToColumns(field.current, error);
          }}
          onMend={() => {
            if (mended !== undefined) change(mended, { label: 'Fix JSON' });
          }}
        />
      )}
      <FieldFrame id="raw-line" label="Line" measure={`${text.length.toLocaleString('en')} characters`}>
        <GrowingTextArea
          text={text}
          field={field}
          labelledBy="raw-line"
          describedBy="raw-notice"
          isReadOnly={form.isReadOnly}
          isInvalid={errors.length > 0}
          isCode
          errors={errors}
          warnings={warnings}
          focusKey={focusKey([])}
          onText={(typed) => {
            change(typed, { label: 'Edit line', typing: true });
          }}
          onRest={form.rest}
          onFocus={() => {
            // The first visit to a broken line starts where it breaks.
            const error = errors[0];
            if (error !== undefined && shownFor.current !== row.id)
              field.current?.setSelectionRange(error.start, error.end);
            shownFor.current = row.id;
          }}
          onBeforeInput={(event) => {
            if (event.inputType !== 'insertLineBreak' && event.inputType !== 'insertParagraph') return;
            event.preventDefault();
            setRefusedBreak(true);
          }}
        />
        <p id="raw-notice" class="field-notice is-warning" role="status">
          {refusedBreak && (
            <>
              <Icon name="info" />A row is one line of the file: line breaks inside texts are written as \n.
            </>
          )}
        </p>
      </FieldFrame>
    </div>
  );
}

/** The line with every mend of every error; undefined when that does not give a line of JSON. */
function mend(text: string, errors: readonly JsonSyntaxError[]): string | undefined {
  if (errors.length === 0) return undefined;
  const mended = applyTextEdits(
    text,
    errors.flatMap((error) => error.mends),
  );
  return parseLine(mended).errors.length === 0 ? mended : undefined;
}

interface RawMessageProps {
  readonly content: Exclude<RowContent, { kind: 'example' }>;
  readonly canMend: boolean;
  readonly onGo: () => void;
  readonly onMend: () => void;
}

function RawMessage({ content, canMend, onGo, onMend }: RawMessageProps) {
  const first = content.kind === 'broken' ? content.errors[0] : undefined;
  return (
    <div class={`raw-message is-${content.kind === 'blank' ? 'warning' : 'error'}`}>
      <Icon name={content.kind === 'blank' ? 'warning' : 'error'} />
      <p>{messageFor(content)}</p>
      {first !== undefined && <Button onClick={onGo}>Go to error</Button>}
      {canMend && (
        <Button icon="lightbulb" onClick={onMend}>
          Fix
        </Button>
      )}
    </div>
  );
}

function messageFor(content: RawMessageProps['content']): string {
  switch (content.kind) {
    case 'blank':
      return 'This line is blank. JSON Lines has no blank lines, and some readers stop at them. Write a record, or delete the row.';
    case 'not-object':
      return 'This line is valid JSON and not an object, so it has no fields. Trainers read one object a line.';
    case 'large':
      return '';
    case 'broken': {
      const [first, ...rest] = content.errors;
      if (first === undefined) return 'This line is not JSON.';
      const more =
        rest.length === 0 ? '' : ` ${rest.length} more ${rest.length === 1 ? 'error follows' : 'errors follow'}.`;
      return `This line is not JSON: ${describeSyntaxError(first)}, at column ${(first.start + 1).toLocaleString('en')}.${more}`;
    }
  }
}
