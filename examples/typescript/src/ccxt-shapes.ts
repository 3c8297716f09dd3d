/**
 * Results in the shapes of ccxt's unified API. ccxt counts in floats, so what is written here is for eyes and strategies;
 * the exact numbers are in `info`.
 */

import type { Market as Source, OpenOrder, Token } from './types.ts';
import type { Grid } from './units.ts';

export interface MinMax {
	readonly min: number | undefined;
	readonly max: number | undefined;
}

export interface Market {
	readonly id: string;
	readonly numericId: number;
	readonly symbol: string;
	readonly base: string;
	readonly quote: string;
	readonly baseId: string;
	readonly quoteId: string;
	readonly active: boolean;
	readonly type: 'spot';
	readonly spot: true;
	readonly margin: false;
	readonly swap: false;
	readonly future: false;
	readonly option: false;
	readonly contract: false;
	readonly settle: undefined;
	readonly settleId: undefined;
	readonly contractSize: undefined;
	readonly linear: undefined;
	readonly inverse: undefined;
	readonly expiry: undefined;
	readonly expiryDatetime: undefined;
	readonly strike: undefined;
	readonly optionType: undefined;
	readonly taker: number;
	readonly maker: number;
	readonly percentage: true;
	readonly tierBased: false;
	readonly feeSide: 'quote';
	/** Steps, as `precisionMode` TICK_SIZE says. */
	readonly precision: { readonly amount: number; readonly price: number };
	readonly limits: { readonly amount: MinMax; readonly price: MinMax; readonly cost: MinMax; readonly leverage: MinMax };
	readonly created: undefined;
	readonly info: Source;
}

export interface Currency {
	readonly id: string;
	readonly numericId: number;
	readonly code: string;
	readonly name: string;
	readonly active: true;
	readonly deposit: true;
	readonly withdraw: true;
	readonly fee: undefined;
	readonly precision: number;
	readonly limits: { readonly amount: MinMax; readonly withdraw: MinMax };
	readonly networks: Readonly<Record<string, never>>;
	readonly info: Token;
}

export interface OrderBook {
	readonly symbol: string;
	readonly bids: [price: number, amount: number][];
	readonly asks: [price: number, amount: number][];
	readonly timestamp: number | undefined;
	readonly datetime: string | undefined;
	readonly nonce: number;
	/** Another one that can be changed without changing this. */
	copy(): OrderBook;
}

export interface Ticker {
	readonly symbol: string;
	readonly timestamp: number | undefined;
	readonly datetime: string | undefined;
	readonly high: number | undefined;
	readonly low: number | undefined;
	readonly bid: number | undefined;
	readonly bidVolume: number | undefined;
	readonly ask: number | undefined;
	readonly askVolume: number | undefined;
	readonly vwap: number | undefined;
	readonly open: number | undefined;
	readonly close: number | undefined;
	readonly last: number | undefined;
	readonly previousClose: undefined;
	readonly change: number | undefined;
	readonly percentage: number | undefined;
	readonly average: number | undefined;
	readonly baseVolume: number | undefined;
	readonly quoteVolume: number | undefined;
	readonly indexPrice: undefined;
	readonly markPrice: undefined;
	readonly info: unknown;
}

export interface Fee {
	readonly currency: string;
	readonly cost: number;
	readonly rate?: number;
}

export interface Trade {
	readonly id: string;
	readonly order: string | undefined;
	readonly symbol: string;
	readonly timestamp: number | undefined;
	readonly datetime: string | undefined;
	readonly type: undefined;
	readonly side: 'buy' | 'sell';
	readonly takerOrMaker: 'taker' | 'maker' | undefined;
	readonly price: number;
	readonly amount: number;
	readonly cost: number;
	readonly fee: Fee | undefined;
	readonly info: unknown;
}

export type OrderStatus = 'open' | 'closed' | 'canceled' | 'expired';

export interface Order {
	readonly id: string;
	readonly clientOrderId: string | undefined;
	readonly timestamp: number | undefined;
	readonly datetime: string | undefined;
	readonly lastTradeTimestamp: number | undefined;
	readonly symbol: string;
	readonly type: 'limit' | 'market';
	readonly timeInForce: string | undefined;
	readonly postOnly: boolean | undefined;
	readonly reduceOnly: undefined;
	readonly side: 'buy' | 'sell';
	readonly price: number;
	readonly average: number | undefined;
	/** What it was placed for; what is left of it where it was not placed by this program. */
	readonly amount: number;
	readonly filled: number | undefined;
	readonly remaining: number;
	readonly cost: number | undefined;
	/** Not known while the block that placed it is undone and no other has. */
	readonly status: OrderStatus | undefined;
	readonly fee: Fee | undefined;
	readonly trades: Trade[];
	readonly info: unknown;
}

export type Balances = { info: unknown; timestamp: number | undefined; datetime: string | undefined } & Record<
	'free' | 'used' | 'total',
	Record<string, number>
> &
	Record<string, unknown>;

export type OHLCV = [timestamp: number, open: number, high: number, low: number, close: number, volume: number];

/** An order that this program placed, as far as it has heard. Amounts are lots and atoms. */
export interface Known {
	id: string;
	readonly market: number;
	readonly symbol: string;
	readonly grid: Grid;
	readonly clientOrderId: string | undefined;
	readonly timestamp: number | undefined;
	readonly type: 'limit' | 'market';
	readonly timeInForce: string;
	readonly side: 'buy' | 'sell';
	ticks: bigint;
	lots: bigint;
	/** Its fills, with the block of each, so that those of a block that is undone can be taken back. */
	fills: { readonly block: number; readonly time: number | undefined; readonly lots: bigint; readonly notional: bigint; readonly fee: bigint }[];
	/** How and when it left the book. */
	end: { readonly block: number; readonly status: OrderStatus } | undefined;
	/** The block in which it was placed. */
	placed: number;
	/** Whether that block was undone and no other has placed it yet. */
	undone: boolean;
}

export function iso(timestamp: number | undefined): string | undefined {
	return timestamp === undefined ? undefined : new Date(timestamp).toISOString();
}

export function marketOf(source: Source, symbol: string, base: string, quote: string): Market {
	const unbounded = { min: undefined, max: undefined };
	return {
		id: String(source.id),
		numericId: source.id,
		symbol,
		base,
		quote,
		baseId: String(source.base.id),
		quoteId: String(source.quote.id),
		active: source.status === 'active',
		type: 'spot',
		spot: true,
		margin: false,
		swap: false,
		future: false,
		option: false,
		contract: false,
		settle: undefined,
		settleId: undefined,
		contractSize: undefined,
		linear: undefined,
		inverse: undefined,
		expiry: undefined,
		expiryDatetime: undefined,
		strike: undefined,
		optionType: undefined,
		taker: source.fees.takerPpm / 1e6,
		maker: source.fees.makerPpm / 1e6,
		percentage: true,
		tierBased: false,
		feeSide: 'quote',
		precision: { amount: Number(source.lot), price: Number(source.tick) },
		limits: {
			amount: { min: Number(source.lot), max: undefined },
			price: { min: Number(source.tick), max: undefined },
			cost: { min: Number(source.minNotional), max: undefined },
			leverage: unbounded,
		},
		created: undefined,
		info: source,
	};
}

export function currencyOf(token: Token, code: string): Currency {
	const limits = { min: 10 ** -token.decimals, max: undefined };
	return {
		id: String(token.id),
		numericId: token.id,
		code,
		name: token.symbol,
		active: true,
		deposit: true,
		withdraw: true,
		fee: undefined,
		precision: 10 ** -token.decimals,
		limits: { amount: limits, withdraw: limits },
		networks: {},
		info: token,
	};
}

/** An order that this program knows the story of. */
export function knownOrder(known: Known, quote: string, info: unknown, remaining?: bigint): Order {
	const { grid, ticks, lots, fills } = known;
	const filledLots = fills.reduce((sum, fill) => sum + fill.lots, 0n);
	const notional = fills.reduce((sum, fill) => sum + fill.notional, 0n);
	const fee = fills.reduce((sum, fill) => sum + fill.fee, 0n);
	const money = (atoms: bigint) => Number(atoms) / 10 ** grid.market.quote.decimals;
	const filled = Number(grid.size(filledLots));
	const cost = money(notional);
	return {
		id: known.id,
		clientOrderId: known.clientOrderId,
		timestamp: known.timestamp,
		datetime: iso(known.timestamp),
		lastTradeTimestamp: fills.at(-1)?.time,
		symbol: known.symbol,
		type: known.type,
		timeInForce: known.timeInForce,
		postOnly: known.timeInForce === 'PO',
		reduceOnly: undefined,
		side: known.side,
		price: Number(grid.price(ticks)),
		average: filledLots === 0n ? undefined : cost / filled,
		amount: Number(grid.size(lots)),
		filled,
		remaining: Number(grid.size(remaining ?? lots - filledLots)),
		cost,
		status: known.undone ? undefined : (known.end?.status ?? 'open'),
		fee: filledLots === 0n ? undefined : { currency: quote, cost: money(fee) },
		trades: [],
		info,
	};
}

/** An open order of which only the present is known. */
export function openOrder(order: OpenOrder, symbol: string): Order {
	return {
		id: order.id,
		clientOrderId: order.clientId ?? undefined,
		timestamp: undefined,
		datetime: undefined,
		lastTradeTimestamp: undefined,
		symbol,
		type: 'limit',
		timeInForce: undefined,
		postOnly: undefined,
		reduceOnly: undefined,
		side: order.side,
		price: Number(order.price),
		average: undefined,
		amount: Number(order.remaining),
		filled: undefined,
		remaining: Number(order.remaining),
		cost: undefined,
		status: order.status === 'expired' ? 'expired' : 'open',
		fee: undefined,
		trades: [],
		info: order,
	};
}
