import type { JsonPath, JsonValue } from '../json/path';

/**
 * The record shapes that trainers read, by the names of their documents.
 * Sources: Stanford Alpaca, databricks-dolly-15k, OpenAI fine-tuning guide, ShareGPT, TRL dataset formats, KTO, LLaMA-Factory
 * data README, Self-Instruct seed tasks, Axolotl dataset formats.
 */
export type Shape =
  | 'alpaca' // instruction, input?, output, system?, history?
  | 'dolly' // instruction, context?, response, category? (also instruction, input, response)
  | 'question-answer' // question, answer
  | 'openai-chat' // messages: [{role, content}]
  | 'sharegpt' // conversations: [{from, value}]
  | 'prompt-completion' // prompt, completion (strings or message lists)
  | 'preference' // TRL: prompt?, chosen, rejected
  | 'sharegpt-preference' // LLaMA-Factory: conversations, chosen, rejected
  | 'openai-preference' // input {messages}, preferred_output, non_preferred_output
  | 'unpaired-preference' // KTO: prompt, completion, label; or messages, label
  | 'stepwise' // prompt, completions[], labels[]
  | 'language-modelling' // text
  | 'blocks-chat' // LLaMA-Factory v1: messages with content blocks, loss_weight
  | 'blocks-preference' // LLaMA-Factory v1: chosen_messages, rejected_messages
  | 'self-instruct' // instruction, instances: [{input, output}]
  | 'segments' // Axolotl input_output: segments: [{label, text}]
  | 'prompt-only' // TRL GRPO: prompt
  | 'unknown'; // an object of no known shape

/** A piece of text in the record. `path` says where it stands, or where it would be added when `present` is false. */
export interface TextField {
  readonly path: JsonPath;
  /** The text; for a value that is not a string its JSON, and then `value` says what it is. */
  readonly text: string;
  readonly present: boolean;
  /** Set when the value is there but is not a string (a number, null, a list, ...). */
  readonly value?: JsonValue;
}

/** The role after the shape's own spelling is folded: `human` and `prompter` are `user`, `gpt` is `assistant`, ... */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function-call' | 'other';

/** One turn of a conversation. */
export interface Turn {
  /** Where the message object stands (`['messages', 2]`), or the string itself where the turn is only a string. */
  readonly path: JsonPath;
  readonly role: Role;
  /** The role as it is written, and where; no path where the shape implies the role. */
  readonly declaredRole: string;
  readonly rolePath?: JsonPath;
  readonly content: TextField;
  /** Content blocks (`[{type, value}]`) keep their own texts; `content.text` joins the text blocks. */
  readonly blocks?: readonly { readonly type: string; readonly text: TextField }[];
  /** Tool calls of an assistant turn, as JSON. */
  readonly toolCalls?: { readonly path: JsonPath; readonly value: JsonValue };
  /** `weight` or `loss_weight`, where the turn declares one. */
  readonly weight?: { readonly path: JsonPath; readonly value: JsonValue };
}

/** One side of a preference pair: a text, or turns. */
export interface Side {
  readonly path: JsonPath;
  readonly text?: TextField;
  readonly turns?: readonly Turn[];
}

/** Any other top-level key: metadata, unknown keys, `tools`. Shown and edited as text or as JSON, never dropped. */
export interface OtherField {
  readonly path: JsonPath;
  readonly key: string;
  readonly value: JsonValue;
}

/**
 * What every surface shows of one record, whatever its shape. Fields that the shape does not have are undefined; fields that it
 * has but the record lacks stand here with `present: false`, so that a form can offer them.
 */
export interface ExampleView {
  readonly shape: Shape;
  readonly system?: TextField;
  /** instruction, prompt or question of a single exchange; the `text` of language modelling. */
  readonly instruction?: TextField;
  /** input or context of a single exchange. */
  readonly input?: TextField;
  /** output, response, answer or completion of a single exchange. */
  readonly response?: TextField;
  /** The conversation (chats, conversational prompts, Alpaca `history`), in order. `turnsPath` is the list they stand in. */
  readonly turns: readonly Turn[];
  readonly turnsPath?: JsonPath;
  readonly chosen?: Side;
  readonly rejected?: Side;
  /** Label of unpaired preferences. */
  readonly label?: { readonly path: JsonPath; readonly value: JsonValue };
  /** Self-Instruct instances, stepwise completions with labels, or segments: a list of parts with their own texts. */
  readonly parts?: readonly {
    readonly path: JsonPath;
    readonly fields: readonly (TextField & { readonly name: string })[];
  }[];
  /** Declared task type: category, task_type, task, type. */
  readonly taskType?: TextField;
  readonly other: readonly OtherField[];
}
