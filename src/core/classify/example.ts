import type { ExampleView, Turn } from '../record/view';

/** The texts of an example that say what kind of task it is. */
export interface ClassifiedExample {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** It declares tools or calls them. */
  readonly usesTools: boolean;
}

/** What the classifier looks at: of a chat the first exchange; of a preference the chosen side; of a task its first instance. */
export function classifiedExample(view: ExampleView): ClassifiedExample {
  const turns = view.turns.length > 0 ? view.turns : (view.chosen?.turns ?? []);
  const asked = turns.findIndex(({ role }) => role === 'user');
  const answer = turns.find(({ role }, i) => i > asked && role === 'assistant');
  const answeredBy = view.chosen?.turns?.find(({ role }) => role === 'assistant');
  const part = partTexts(view);
  return {
    instruction: firstText(view.instruction?.text, turns[asked]?.content.text),
    input: firstText(view.input?.text, part.input),
    response: firstText(
      view.response?.text,
      answer?.content.text,
      view.chosen?.text?.text,
      answeredBy?.content.text,
      part.response,
    ),
    usesTools: view.other.some(({ key }) => key === 'tools') || turns.some(callsTool),
  };
}

function partTexts({ parts = [] }: ExampleView): {
  readonly input?: string | undefined;
  readonly response?: string | undefined;
} {
  const text = (name: string) => parts[0]?.fields.find((field) => field.name === name)?.text;
  return { input: text('input'), response: text('output') ?? text('completion') };
}

function callsTool({ role, toolCalls }: Turn): boolean {
  return role === 'function-call' || role === 'tool' || toolCalls !== undefined;
}

function firstText(...texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}
