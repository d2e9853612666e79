import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkbenchStack } from '../../../../src/host/editor/workbenchStack';

test('dirty is a matter of position', () => {
  const stack = new WorkbenchStack();
  assert.equal(stack.isDirty, false);
  stack.pushed();
  assert.equal(stack.isDirty, true);
  stack.undone();
  assert.equal(stack.isDirty, false);
  stack.redone();
  stack.savedNow();
  assert.equal(stack.isDirty, false);
  stack.undone();
  assert.equal(stack.isDirty, true);
});

test('an edit after an undo past the save counts as clean, which is the error to notice', () => {
  const stack = new WorkbenchStack();
  stack.pushed();
  stack.savedNow();
  stack.undone();
  stack.pushed();
  assert.equal(stack.isDirty, false);
  stack.marked();
  assert.equal(stack.isDirty, true);
  stack.undone();
  assert.equal(stack.isDirty, true);
  stack.savedNow();
  assert.equal(stack.isDirty, false);
});

test('a restored document is dirty until it is saved or reverted', () => {
  const saved = new WorkbenchStack(true);
  assert.equal(saved.isDirty, true);
  saved.savedNow();
  assert.equal(saved.isDirty, false);
  const reverted = new WorkbenchStack(true);
  reverted.pushed();
  reverted.reverted();
  assert.equal(reverted.isDirty, false);
});
