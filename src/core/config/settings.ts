import { CATALOGUE, type Code, CODES } from '../checks/catalogue';
import type { Severity } from '../checks/finding';

export const TRAINERS = [
  'none',
  'openai',
  'trl-sft',
  'trl-dpo',
  'trl-kto',
  'llamafactory-alpaca',
  'llamafactory-sharegpt',
  'axolotl',
] as const;
export type Trainer = (typeof TRAINERS)[number];

const TRAINER_WORDS: Readonly<Record<Trainer, string>> = {
  none: 'No trainer: only what is wrong for every one is reported.',
  openai: 'Fine-tuning by OpenAI: chats and preference pairs.',
  'trl-sft': 'Hugging Face TRL, supervised fine-tuning (SFTTrainer).',
  'trl-dpo': 'Hugging Face TRL, preference pairs (DPOTrainer).',
  'trl-kto': 'Hugging Face TRL, unpaired preferences (KTOTrainer).',
  'llamafactory-alpaca': 'LLaMA-Factory, with the format "alpaca".',
  'llamafactory-sharegpt': 'LLaMA-Factory, with the format "sharegpt".',
  axolotl: 'Axolotl.',
};

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Which part of an example near duplicates are judged by. */
export const NEAR_PARTS = ['example', 'prompt', 'response'] as const;
export type NearPart = (typeof NEAR_PARTS)[number];

export type SeveritySetting = Severity | 'off';

export interface Thresholds {
  /** Exact Jaccard similarity from which two examples are near duplicates, 0.5 to 1. */
  readonly nearDuplicate: number;
  /** Share of the near duplicates just at that similarity that must be found, 0.9 to 0.9999: more takes longer. */
  readonly nearDuplicateRecall: number;
  /** Words in a row that an example must share with a benchmark. */
  readonly benchmarkWords: number;
  /** Share of 10-grams that are repetitions from which a text counts as repetitive, 0 to 1. */
  readonly repetition: number;
  /** Share of repeated prompts above which several responses a prompt are taken to be meant, 0 to 1. */
  readonly conflictingPrompts: number;
  /** Share of the rows that must have a key for it to be no unknown field, 0 to 1. */
  readonly knownField: number;
}

export interface DeclaredDataset {
  readonly files: readonly string[];
  readonly split: Split;
}

/** Every setting that the checks go by, after defaults, `.itune.json` and VS Code's settings have been put together. */
export interface Settings {
  /** Severity by code; a code that is not named here has the catalogue's. */
  readonly severity: Readonly<Partial<Record<Code, SeveritySetting>>>;
  readonly thresholds: Thresholds;
  /** What near duplicates are judged by: the whole example, its prompt or its response. */
  readonly nearDuplicatesBy: NearPart;
  readonly trainer: Trainer;
  /** Token limit of the run; 0 for none. */
  readonly maxTokens: number;
  /** Path of the author's own JSON Schema, from the folder of the file that names it; empty for none. */
  readonly schema: string;
  /** How many problems of a file are published, worst first. */
  readonly maxProblems: number;
  /** Apply safe fixes when a dataset is saved. */
  readonly fixOnSave: boolean;
  /** Globs of files that are datasets besides `*.itune.jsonl`. */
  readonly files: readonly string[];
  readonly datasets: readonly DeclaredDataset[];
  /** Benchmark files that training data must not share text with. */
  readonly benchmarks: readonly string[];
}

/** How one setting is written down: the source of its JSON Schema, its check and its documentation. */
export type SettingType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly integer: boolean }
  | { readonly kind: 'text' }
  /** `words` say what each of the values means, in their order. */
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly words?: readonly string[] }
  | { readonly kind: 'list'; readonly of: SettingType }
  | {
      readonly kind: 'object';
      readonly keys: Readonly<Record<string, Setting>>;
      readonly required?: readonly string[];
    };

export interface Setting {
  readonly type: SettingType;
  readonly description: string;
}

const SEVERITY_CHOICES = ['error', 'warning', 'information', 'hint', 'off'];
const share = (description: string): Setting => ({
  type: { kind: 'number', min: 0, max: 1, integer: false },
  description,
});
const globs: SettingType = { kind: 'list', of: { kind: 'text' } };

/** The settings by name. The same names stand in `.itune.json` and, with `itune.` before them, in VS Code. */
export const SETTINGS: Readonly<Record<keyof Settings, Setting>> = {
  severity: {
    type: {
      kind: 'object',
      keys: Object.fromEntries(
        CODES.map((code) => [
          code,
          { type: { kind: 'choice', of: SEVERITY_CHOICES }, description: `${CATALOGUE[code].title}.` },
        ]),
      ),
    },
    description: 'Severity of each check by its code, or "off".',
  },
  thresholds: {
    type: {
      kind: 'object',
      keys: {
        nearDuplicate: {
          type: { kind: 'number', min: 0.5, max: 1, integer: false },
          description: 'Similarity (Jaccard, of character 5-grams) from which two examples are near duplicates.',
        },
        nearDuplicateRecall: {
          type: { kind: 'number', min: 0.9, max: 0.9999, integer: false },
          description: 'Share of the near duplicates just at that similarity that must be found; more takes longer.',
        },
        benchmarkWords: {
          type: { kind: 'number', min: 5, max: 100, integer: true },
          description: 'Words in a row that an example must share with a benchmark to count as leaked.',
        },
        repetition: share('Share of repeated 10-grams above which a text counts as repetitive.'),
        conflictingPrompts: share(
          'Share of repeated prompts above which several responses a prompt are taken to be meant.',
        ),
        knownField: share('Share of the examples that must have a key for it not to be reported as unknown.'),
      },
    },
    description: 'Thresholds of the checks.',
  },
  nearDuplicatesBy: {
    type: { kind: 'choice', of: NEAR_PARTS },
    description: 'What near duplicates are judged by: the whole example, only its prompt, or only its response.',
  },
  trainer: {
    type: { kind: 'choice', of: TRAINERS, words: TRAINERS.map((trainer) => TRAINER_WORDS[trainer]) },
    description:
      'The trainer that the data is meant for; rows that it would drop, mask, truncate or misread are reported.',
  },
  maxTokens: {
    type: { kind: 'number', min: 0, max: 10_000_000, integer: true },
    description: 'Token limit of an example; 0 for none.',
  },
  schema: {
    type: { kind: 'text' },
    description: 'Path of a JSON Schema (2020-12) that every example must fit, from the folder of the settings file.',
  },
  maxProblems: {
    type: { kind: 'number', min: 1, max: 100_000, integer: true },
    description: 'How many problems of a file are listed at most, worst first.',
  },
  fixOnSave: { type: { kind: 'boolean' }, description: 'Apply safe fixes when a dataset is saved.' },
  files: { type: globs, description: 'Files that are datasets besides *.itune.jsonl, as globs.' },
  datasets: {
    type: {
      kind: 'list',
      of: {
        kind: 'object',
        keys: {
          files: { type: globs, description: 'Files of the dataset, as globs.' },
          split: { type: { kind: 'choice', of: SPLITS }, description: 'What the files are used for.' },
        },
        required: ['files', 'split'],
      },
    },
    description: 'Which files are training, validation and test data.',
  },
  benchmarks: { type: globs, description: 'Benchmark files that training data must not share text with, as globs.' },
};

export const DEFAULTS: Settings = {
  severity: {},
  thresholds: {
    nearDuplicate: 0.85,
    nearDuplicateRecall: 0.995,
    benchmarkWords: 13,
    repetition: 0.5,
    conflictingPrompts: 0.05,
    knownField: 0.05,
  },
  nearDuplicatesBy: 'example',
  trainer: 'none',
  maxTokens: 0,
  schema: '',
  maxProblems: 1000,
  fixOnSave: false,
  files: [],
  datasets: [],
  benchmarks: [],
};
