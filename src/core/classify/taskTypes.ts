/**
 * The task types that the classifier knows: the eight of databricks-dolly-15k, and what instruction sets hold besides.
 */
export const TASK_TYPES = [
  'open_qa',
  'general_qa',
  'closed_qa',
  'information_extraction',
  'summarization',
  'classification',
  'brainstorming',
  'creative_writing',
  'coding',
  'math',
  'translation',
  'rewriting',
  'chat',
  'other',
] as const;

export type TaskType = (typeof TASK_TYPES)[number];
