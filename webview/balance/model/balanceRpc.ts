import type { BalanceCalls, BalanceHostEvents, BalancePageEvents } from '../../../src/protocol/balance';
import type { PreviewCalls } from '../../../src/protocol/preview';
import type { Rpc } from '../../shared/rpc';

export type PanelCalls = BalanceCalls & PreviewCalls;
/** The host asks nothing of the panel. */
export type NoCalls = Readonly<Record<string, never>>;
/** The panel's line to the host. */
export type BalanceRpc = Rpc<PanelCalls, BalancePageEvents, NoCalls, BalanceHostEvents>;
