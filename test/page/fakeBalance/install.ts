import type { Frame } from '../../../src/protocol/rpc';
import { sendOpening } from '../fake/sendOpening';
import { type BalanceSetup, FakeBalance } from './fakeBalance';

/** Runs before the panel's own script and stands in for VS Code. */
declare global {
  interface Window {
    balanceSetup?: BalanceSetup;
    fakeBalance: FakeBalance;
  }
}

const host = new FakeBalance(window.balanceSetup ?? {});
window.fakeBalance = host;
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
