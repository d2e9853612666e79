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
      host.receive(JSON.parse(JSON.stringify(message)) as Parameters<FakeBalance['receive']>[0]);
    },
    getState: () => host.stored,
    setState: (state: unknown) => {
      host.stored = JSON.parse(JSON.stringify(state));
    },
  };
};
