/** Ids of package.json, once. `test/unit/host/contribution.test.ts` compares them with the manifest. */

export const viewTypes = { standard: 'itune.datasetEditor', option: 'itune.datasetEditor.option' } as const;
export type ViewType = (typeof viewTypes)[keyof typeof viewTypes];

export function isViewType(value: string): value is ViewType {
  return value === viewTypes.standard || value === viewTypes.option;
}

/** The balance panel. */
export const BALANCE_VIEW = 'itune.balance';

export const commands = {
  newDataset: 'itune.newDataset',
  openAsText: 'itune.openAsText',
  openInDatasetEditor: 'itune.openInDatasetEditor',
  find: 'itune.find',
  findNext: 'itune.findNext',
  findPrevious: 'itune.findPrevious',
  addExample: 'itune.addExample',
  duplicateExamples: 'itune.duplicateExamples',
  deleteExamples: 'itune.deleteExamples',
  moveExamplesUp: 'itune.moveExamplesUp',
  moveExamplesDown: 'itune.moveExamplesDown',
  goToExample: 'itune.goToExample',
  toggleRaw: 'itune.toggleRaw',
  previewExample: 'itune.previewExample',
  nextProblem: 'itune.nextProblem',
  previousProblem: 'itune.previousProblem',
  quickFix: 'itune.quickFix',
  undo: 'itune.undo',
  redo: 'itune.redo',
  showLog: 'itune.showLog',
  editExample: 'itune.editExample',
  checkAll: 'itune.checkAll',
  openBalance: 'itune.openBalance',
  writeDatasetCard: 'itune.writeDatasetCard',
} as const;

/** Commands behind links and quick fixes; nobody runs them by name, so the manifest does not list them. */
export const internalCommands = {
  revealRow: 'itune.revealRow',
  goToField: 'itune.goToField',
  disableCheck: 'itune.disableCheck',
} as const;

/** The language of datasets in the text editor. */
export const LANGUAGE = 'itune-jsonl';
