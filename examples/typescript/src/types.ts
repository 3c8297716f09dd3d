/** What a node answers and what a chain reports, as far as these examples read it. docs/rpc.md describes the first half. */

/** The block that an answer shows. */
export interface BlockRef {
	readonly hash: string;
	readonly number: number;
	readonly finalized?: boolean;
}

export interface Token {
	readonly id: number;
	readonly symbol: string;
	readonly decimals: number;
}

export interface Market {
	readonly id: number;
	readonly symbol: string;
	readonly base: Token;
	readonly quote: Token;
	readonly tick: string;
	readonly lot: string;
	readonly tickSize: string;
	readonly lotSize: string;
	readonly exactPrices: boolean;
	readonly minNotional: string;
	readonly fees: { readonly makerPpm: number; readonly takerPpm: number; readonly maxPpm: number };
	readonly priceBandPpm: number;
	readonly maxOpenOrders: number;
	readonly orders: number;
	readonly status: string;
}

export interface Info {
	readonly block: BlockRef;
	readonly time: { readonly blockMs: number | null; readonly nodeMs: number };
	readonly slotMs: number;
	readonly limits: { readonly maxOperations: number; readonly maxDepth: number; readonly maxList: number };
	readonly tokens: readonly Token[];
	readonly markets: readonly Market[];
	readonly nextCursor: string | null;
}

/** Price, size, number of orders. */
export type DepthLevel = readonly [price: string, size: string, orders: number];

export interface Depth {
	readonly block: BlockRef;
	readonly market: number;
	readonly symbol: string;
	readonly seq: number;
	readonly bids: readonly DepthLevel[];
	readonly asks: readonly DepthLevel[];
}

export interface Bbo {
	readonly market: number;
	readonly symbol: string;
	readonly seq: number;
	readonly bid: readonly [price: string, size: string] | null;
	readonly ask: readonly [price: string, size: string] | null;
	readonly last: string | null;
}

export interface OpenOrder {
	readonly market: number;
	readonly symbol: string;
	readonly id: string;
	readonly owner: string;
	readonly side: 'buy' | 'sell';
	readonly price: string;
	readonly remaining: string;
	readonly ticks: number;
	readonly lots: number;
	readonly clientId: string | null;
	readonly expiresAt: number | null;
	readonly expired: boolean;
	readonly status: 'open' | 'expired';
}

export interface TokenBalance {
	readonly token: number;
	readonly symbol: string;
	readonly decimals: number;
	readonly free: string;
	readonly inOrders: string;
	readonly held: string;
	readonly total: string;
}

// From here on: calls and events of the pallet `OrderBook`, as polkadot-api encodes and decodes them.

export interface Variant<Type extends string = string, Value = unknown> {
	readonly type: Type;
	readonly value: Value;
}

export type Side = 'Bid' | 'Ask';
export type TimeInForce = 'GoodTilCancelled' | 'ImmediateOrCancel' | 'FillOrKill' | 'PostOnly' | 'PostOnlySlide';
export type SelfTrade = 'CancelTaker' | 'CancelMaker' | 'CancelBoth' | 'Decrement' | 'Reject';

export interface NewOrder {
	readonly side: Variant<Side>;
	readonly price: bigint;
	readonly quantity: bigint;
	readonly time_in_force: Variant<TimeInForce>;
	readonly self_trade: Variant<SelfTrade>;
	readonly client_id: bigint | undefined;
	readonly expires_at: number | undefined;
}

/** One operation of a batch: `OrderBook.submit` takes up to 100. */
export type Operation =
	| Variant<'Place', { market: number; order: NewOrder }>
	| Variant<'Cancel', { market: number; order_id: bigint }>
	| Variant<'CancelByClientId', { market: number; client_id: bigint }>
	| Variant<'Amend', { market: number; order_id: bigint; price: bigint | undefined; quantity: bigint | undefined }>
	| Variant<'CancelAll', { market: number; side: Variant<Side> | undefined }>
	/** The dead-man's switch: nothing of the account trades after block `deadline`. Not every chain has it yet. */
	| Variant<'CancelAfter', { market: number; deadline: number | undefined }>;

export interface Placed {
	/** `undefined` where nothing of it rests. */
	readonly order: bigint | undefined;
	readonly side: Variant<Side>;
	readonly price: bigint;
	readonly rests: bigint;
	readonly filled: bigint;
	readonly cancelled: bigint;
	readonly end: Variant;
	readonly notional: bigint;
	readonly fee: bigint;
	readonly client_id: bigint | undefined;
	readonly expires_at: number | undefined;
}

export interface Removal {
	/** Account as hex. */
	readonly owner: string;
	readonly order: bigint;
	readonly lots: bigint;
	readonly rests: bigint;
	readonly reason: Variant;
}

export type Outcome =
	| Variant<'Placed', Placed>
	| Variant<'Cancelled', Removal>
	| Variant<'Amended', Variant<'Reduced', Removal> | Variant<'Replaced', readonly [Removal, Placed]>>
	| Variant<'CancelledAll', number>
	| Variant<'DeadlineSet', number | undefined>
	| Variant<'Refused', Variant>;

export interface Fill {
	/** Account as hex. */
	readonly maker: string;
	readonly order: bigint;
	readonly price: bigint;
	readonly lots: bigint;
	readonly maker_rests: bigint;
	readonly notional: bigint;
	readonly taker_fee: bigint;
	readonly maker_fee: bigint;
}

/** The one event of a call on one market. */
export interface Executed {
	readonly market: number;
	/** Account as SS58. */
	readonly trader: string;
	readonly sequence: bigint;
	readonly outcomes: readonly Outcome[];
	readonly fills: readonly Fill[];
	readonly removals: readonly Removal[];
}

/** An event with the transaction that caused it, if one did. */
export interface ChainEvent {
	readonly phase: Variant<'ApplyExtrinsic', number> | Variant<'Initialization' | 'Finalization', undefined>;
	readonly event: Variant<string, Variant>;
}

/** The side of the book an order rests on: a bit of its id says so. */
export function sideOf(order: bigint): Side {
	return ((order >> 126n) & 1n) === 0n ? 'Bid' : 'Ask';
}
