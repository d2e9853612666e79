import { useCell } from '../../shared/cell';
import { Button } from '../../shared/controls/button';
import { useModel } from '../modelContext';

/** What stands in the place of the rows when there are none, and what to do next. */
export function EmptyList() {
  const model = useModel();
  const { list, find, findings, actions } = model;
  const state = useCell(model.state);
  const total = useCell(list.loader.total);
  const failure = useCell(list.loader.failure);
  const progress = useCell(find.session.progress);
  useCell(findings.filter);
  if (failure !== undefined) {
    return (
      <Message title="The rows could not be read" text={failure}>
        <Button onClick={() => list.loader.refresh()}>Try again</Button>
      </Message>
    );
  }
  if (state === undefined || total > 0) return null;
  if (findings.isFiltered) {
    return (
      <Message title="No example has such problems" text="What the list was narrowed to is mended or gone.">
        <Button onClick={() => find.showAll()}>Show all examples</Button>
      </Message>
    );
  }
  if (list.view === 'matches') {
    if (progress?.isDone === false) return <Message title="Searching…" text="Matching examples appear here." />;
    return (
      <Message title="No example matches" text="Nothing in this file fits the text of the find box.">
        <Button onClick={() => find.showAll()}>Show all examples</Button>
      </Message>
    );
  }
  if (!state.index.done) return null;
  if (state.readOnly !== undefined) return <Message title="No examples to show" text={state.readOnly.message} />;
  return (
    <Message
      title="No examples yet"
      text={`${state.fileName} holds no rows. Add the first in the format that you need.`}
    >
      <Button icon="add" appearance="primary" onClick={() => void actions.add()}>
        Add example…
      </Button>
    </Message>
  );
}

interface MessageProps {
  readonly title: string;
  readonly text: string;
  readonly children?: preact.ComponentChildren | undefined;
}

function Message({ title, text, children }: MessageProps) {
  return (
    <div class="empty-list">
      <p class="empty-list-title">{title}</p>
      <p>{text}</p>
      {children}
    </div>
  );
}
