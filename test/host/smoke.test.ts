import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is present and activates', async () => {
    const extension = vscode.extensions.all.find(
      ({ packageJSON }) => (packageJSON as { name?: unknown }).name === 'itune',
    );
    assert.ok(extension, 'VS Code does not know an extension named itune');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has the sample workspace open', async () => {
    const files = await vscode.workspace.findFiles('*.itune.jsonl');
    assert.notEqual(files.length, 0);
  });
});
