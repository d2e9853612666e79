/** The templates that come with the extension. Apart from the templates, so that a page can name them without having them. */
export const BUILT_IN_TEMPLATE_IDS = [
  'chatml',
  'llama3',
  'llama3.1',
  'llama2',
  'mistral',
  'gemma',
  'phi',
  'qwen',
  'zephyr',
  'alpaca',
  'vicuna',
] as const;
export type BuiltInTemplateId = (typeof BUILT_IN_TEMPLATE_IDS)[number];
