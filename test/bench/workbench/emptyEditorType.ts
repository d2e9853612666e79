/** The view type of the peer of opening: a custom editor that shows one static text. The host bench registers its provider. */
export const EMPTY_EDITOR = 'itune.bench.empty';
/** The view type of the peer of typing: a custom editor with one text field, each of whose keys is an edit. */
export const TYPING_EDITOR = 'itune.bench.typing';
