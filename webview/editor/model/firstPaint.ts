import type { EditorModel } from './editorModel';

/** Calls back once, after the first rows (or the word that there are none) are on the screen. */
export function afterFirstRows(model: EditorModel, callback: (rows: number) => void): void {
  let isDone = false;
  const look = () => {
    const isEmpty = model.state.value?.total === 0 && model.state.value.index.done;
    if (isDone || !(isEmpty || document.querySelector('.row:not(.is-loading)') !== null)) return;
    isDone = true;
    observer.disconnect();
    // The first frame draws what is in the document now; in the second it is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => callback(document.querySelectorAll('.row').length)));
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
  model.state.subscribe(look);
  look();
}
