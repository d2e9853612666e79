import { useState } from 'preact/hooks';
import type { LineEdit } from '../../../src/core/json/lineEdit';
import { nodeAt, toValue, type JsonNode } from '../../../src/core/json/node';
import { parseLine } from '../../../src/core/json/parser';
import type { JsonPath } from '../../../src/core/json/path';
import { Icon } from '../../shared/icons/icon';
import { FieldFindings } from '../findings/fieldFindings';
import { useFieldProblems } from '../findings/findingsContext';
import { rewriteLine } from '../model/rowContent';
import { GrowingTextArea } from '../text/growingTextArea';
import { FieldFrame } from './fieldFrame';
import { fieldId, fileKeyOf } from './fieldId';
import { focusKey } from './fieldFocus';
import { useForm, type Form } from './formContext';
import { compactSource, prettySource, readJson, survivesAsValue } from './jsonText';

interface JsonFieldProps {
  readonly path: JsonPath;
  readonly label: string;
  /** Why it is shown as JSON, where that is not plain. */
  readonly notice?: string | undefined;
  readonly removePath?: JsonPath | undefined;
}

/**
 * A value that is not a text, as JSON. It reaches the row as soon as it is valid; until then it stays here, also while other rows
 * are looked at.
 */
export function JsonField({ path, label, notice, removePath }: JsonFieldProps) {
  const form = useForm();
  const { content } = form;
  const { text: line, id: row } = form.row;
  const node = content.kind === 'example' ? nodeAt(content.root, path) : undefined;
  const field = JSON.stringify(path);
  const draft = form.drafts.get(row, field);
  const problems = useFieldProblems(path, true);
  const [typed, setTyped] = useState<{ readonly row: number; readonly text: string } | undefined>(undefined);
  if (node === undefined) return null;

  const shown = draft ?? ownLayout(typed?.row === row ? typed.text : undefined, node) ?? prettySource(line, node);
  const read = draft === undefined ? undefined : readJson(draft);
  const onText = (text: string) => {
    const next = readJson(text);
    form.drafts.set(row, field, next.kind === 'error' ? text : undefined);
    setTyped({ row, text });
    if (next.kind === 'value') sendValue(form, path, label, text, next.node, node);
  };
  const id = fieldId(path);
  return (
    <FieldFrame id={id} label={label} {...fileKeyOf(path)} measure="JSON" removePath={removePath}>
      <GrowingTextArea
        text={shown}
        labelledBy={id}
        describedBy={problems.id === undefined ? `${id}-notice` : `${id}-notice ${problems.id}`}
        isReadOnly={form.isReadOnly}
        isInvalid={read?.kind === 'error' || problems.isInvalid}
        severity={problems.worst}
        isCode
        focusKey={focusKey(path)}
        onText={onText}
        onRest={form.rest}
      />
      <p id={`${id}-notice`} class={`field-notice ${read?.kind === 'error' ? 'is-error' : 'is-warning'}`}>
        {read?.kind === 'error' ? (
          <>
            <Icon name="error" />
            Not in the row yet: {read.message}.
          </>
        ) : (
          notice !== undefined &&
          problems.worst === undefined && (
            <>
              <Icon name="warning" />
              {notice}
            </>
          )
        )}
      </p>
      <FieldFindings problems={problems} />
    </FieldFrame>
  );
}

/** The author's own line breaks, as long as the row holds what was typed. */
function ownLayout(typed: string | undefined, node: JsonNode): string | undefined {
  if (typed === undefined) return undefined;
  const read = readJson(typed);
  if (read.kind === 'error') return undefined;
  return JSON.stringify(toValue(read.node)) === JSON.stringify(toValue(node)) ? typed : undefined;
}

function sendValue(form: Form, path: JsonPath, label: string, text: string, typed: JsonNode, old: JsonNode): void {
  const { row } = form;
  const set: LineEdit = { kind: 'set', path, value: toValue(typed) };
  const edit: LineEdit =
    survivesAsValue(text, typed) || sourceAfter(row.text, set, path) === compactSource(text, typed, '')
      ? set
      : { kind: 'raw', text: withSource(row.text, old, text, typed) };
  form.edit(edit, { label: `Edit ${label.toLowerCase()}`, typing: true });
}

/** What the value would read after an edit: untouched numbers stay as they are written, whatever JavaScript makes of them. */
function sourceAfter(line: string, edit: LineEdit, path: JsonPath): string | undefined {
  const after = rewriteLine(line, edit);
  const root = after === undefined ? undefined : parseLine(after).root;
  const node = root && nodeAt(root, path);
  return after === undefined || node === undefined ? undefined : compactSource(after, node, '');
}

/** The line with the value as it was typed, to the digit, in the spacing of the line. */
function withSource(line: string, old: JsonNode, text: string, typed: JsonNode): string {
  const space = /":\s/.test(line) ? ' ' : '';
  return line.slice(0, old.start) + compactSource(text, typed, space) + line.slice(old.end);
}
