/** Sent to the element with the keyboard when an author asks to move something up or down; who moves calls `preventDefault`. */
export const moveEvent = 'dataset-move';
export type MoveDirection = 'up' | 'down';
