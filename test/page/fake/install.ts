import type { Frame } from '../../../src/protocol/rpc';
import { FakeHost, type FakeSetup } from './fakeHost';
import { boundKeys } from './boundKeys';
import { sendOpening } from './sendOpening';

/** Runs before the page's own script and stands in for VS Code: `acquireVsCodeApi`, the keys that it binds, and undo. */
declare global {
  interface Window {
    fakeSetup?: FakeSetup;
    fakeHost: FakeHost;
    acquireVsCodeApi?: () => unknown;
  }
}

const host = new FakeHost(window.fakeSetup ?? {});
window.fakeHost = host;
host.onFrame((frame) => {
  window.postMessage(frame, '*');
});
window.acquireVsCodeApi = () => {
  delete window.acquireVsCodeApi;
  return {
    postMessage: (message: unknown) => {
      const frame = JSON.parse(JSON.stringify(message)) as Frame;
      host.receive(frame);
      sendOpening(frame);
    },
    getState: () => host.stored,
    setState: (state: unknown) => {
      host.stored = JSON.parse(JSON.stringify(state));
    },
  };
};

window.addEventListener('keydown', (event) => {
  const names = [event.ctrlKey && 'ctrl', event.shiftKey && 'shift', event.altKey && 'alt', event.key.toLowerCase()];
  const command = boundKeys[names.filter((name) => name !== false).join('+')];
  if (command === undefined) return;
  event.preventDefault();
  // The host lets the page send what it holds before it steps back.
  if (command === 'undo' || command === 'redo') void host.flush().then(() => host.step(command));
  else host.command(command);
});
