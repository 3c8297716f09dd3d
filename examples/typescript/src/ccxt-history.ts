/** What needs a node with market history: the group `market_v1`. */

import { BadRequest, NotSupported } from './ccxt-errors.ts';
import { type Market, type OHLCV, type Order, type Ticker, type Trade, iso } from './ccxt-shapes.ts';
import type { Kongsi } from './kongsi.ts';
import type { Bbo } from './types.ts';

/** Trades, fills or candles that one question brings at most. */
const LIMIT = 500;
const TIMEFRAMES: readonly string[] = ['1m', '5m', '15m', '1h', '4h', '1d', '1w'];

interface HistoricTrade {
	readonly seq: number;
	readonly time: number;
	readonly side: 'buy' | 'sell';
	readonly price: string;
	readonly size: string;
	readonly notional: string;
	/** Of the public tape: how a stream names the trade. */
	readonly bookSeq?: number;
	readonly index?: number;
	/** Of own fills. */
	readonly role?: 'maker' | 'taker';
	readonly fee?: string;
	readonly order?: string | null;
}

interface HistoricOrder {
	readonly symbol: string;
	readonly id: string | null;
	readonly clientId: string | null;
	readonly side: 'buy' | 'sell';
	readonly price: string;
	readonly size: string;
	readonly filled: string;
	readonly remaining: string;
	readonly averagePrice: string | null;
	readonly notional: string;
	readonly fee: string;
	readonly status: 'open' | 'filled' | 'cancelled' | 'expired';
	readonly placed: number;
	readonly changed: number;
}

interface Day {
	readonly open: string | null;
	readonly high: string | null;
	readonly low: string | null;
	readonly last: string | null;
	readonly change: string | null;
	readonly changePercent: string | null;
	readonly baseVolume: string;
	readonly quoteVolume: string;
}

const STATUS = { open: 'open', filled: 'closed', cancelled: 'canceled', expired: 'expired' } as const;

export class History {
	readonly #chain: Kongsi;

	constructor(chain: Kongsi) {
		this.#chain = chain;
	}

	/** Whether the node keeps any. */
	get kept(): boolean {
		return this.#chain.methods.has('market_v1_candles');
	}

	/** Best prices from the book, the rest from history where it is kept. */
	async ticker(symbol: string, bbo: Bbo): Promise<Ticker> {
		const day = this.kept ? await this.#day(bbo.market) : undefined;
		const last = number(bbo.last ?? day?.last);
		const open = number(day?.open);
		const [base, quote] = [number(day?.baseVolume), number(day?.quoteVolume)];
		const { nodeMs } = await this.#chain.ask<{ nodeMs: number }>('orderbook_v1_time');
		return {
			symbol,
			timestamp: nodeMs,
			datetime: iso(nodeMs),
			high: number(day?.high),
			low: number(day?.low),
			bid: number(bbo.bid?.[0]),
			bidVolume: number(bbo.bid?.[1]),
			ask: number(bbo.ask?.[0]),
			askVolume: number(bbo.ask?.[1]),
			vwap: base && quote ? quote / base : undefined,
			open,
			close: last,
			last,
			previousClose: undefined,
			change: number(day?.change),
			percentage: number(day?.changePercent),
			average: last !== undefined && open !== undefined ? (last + open) / 2 : undefined,
			baseVolume: base,
			quoteVolume: quote,
			indexPrice: undefined,
			markPrice: undefined,
			info: { ...bbo, day },
		};
	}

	async candles(market: number, timeframe: string, since?: number, limit = LIMIT): Promise<OHLCV[]> {
		this.#require('market_v1_candles', 'candles');
		if (!TIMEFRAMES.includes(timeframe)) throw new BadRequest(`timeframe must be one of ${TIMEFRAMES.join(', ')}: it is ${timeframe}`);
		type Candle = readonly [number, string, string, string, string, string, ...unknown[]];
		const { candles } = await this.#chain.ask<{ candles: Candle[] }>('market_v1_candles', [market, timeframe, since, null, limit]);
		return candles
			.map(([time, ...numbers]): OHLCV => [time, ...(numbers.slice(0, 5).map(Number) as [number, number, number, number, number])])
			.sort(([a], [b]) => a - b);
	}

	async trades(symbol: string, { numericId, quote }: Market, since?: number, limit = LIMIT): Promise<Trade[]> {
		this.#require('market_v1_trades', 'trades');
		const { trades } = await this.#chain.ask<{ trades: HistoricTrade[] }>('market_v1_trades', [numericId, null, null, null, limit]);
		return shown(trades, symbol, quote, since);
	}

	async fills(account: string, symbol: string, { numericId, quote }: Market, since?: number, limit = LIMIT): Promise<Trade[]> {
		this.#require('market_v1_fills', 'fills');
		const { fills } = await this.#chain.ask<{ fills: HistoricTrade[] }>('market_v1_fills', [account, numericId, null, limit]);
		return shown(fills, symbol, quote, since);
	}

	/** An order of the account's that may be gone, among the last it has placed on a market. */
	async order(account: string, symbol: string, { numericId, quote }: Market, id: string): Promise<Order | undefined> {
		if (!this.kept) return undefined;
		const { orders } = await this.#chain.ask<{ orders: HistoricOrder[] }>('market_v1_orders', [account, numericId, null, null, LIMIT]);
		const order = orders.find((order) => order.id === id);
		return order && shownOrder(order, id, symbol, quote);
	}

	async #day(market: number): Promise<Day | undefined> {
		const { tickers } = await this.#chain.ask<{ tickers: Day[] }>('market_v1_ticker', [market]);
		return tickers[0];
	}

	#require(method: string, what: string): void {
		if (!this.#chain.methods.has(method)) {
			throw new NotSupported(`this node keeps no history of ${what}: ask one that runs with --market-history on`);
		}
	}
}

function shown(trades: readonly HistoricTrade[], symbol: string, quote: string, since = 0): Trade[] {
	return trades
		.map((trade): Trade => {
			const timestamp = trade.time;
			return {
				// Trades of the tape are named as `watchTrades` names them.
				id: trade.bookSeq === undefined ? String(trade.seq) : `${trade.bookSeq}-${trade.index ?? 0}`,
				order: trade.order ?? undefined,
				symbol,
				timestamp,
				datetime: iso(timestamp),
				type: undefined,
				side: trade.side,
				takerOrMaker: trade.role,
				price: Number(trade.price),
				amount: Number(trade.size),
				cost: Number(trade.notional),
				fee: trade.fee === undefined ? undefined : { currency: quote, cost: Number(trade.fee) },
				info: trade,
			};
		})
		.filter(({ timestamp }) => (timestamp ?? 0) >= since)
		.sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
}

function shownOrder(order: HistoricOrder, id: string, symbol: string, quote: string): Order {
	return {
		id,
		clientOrderId: order.clientId ?? undefined,
		timestamp: order.placed,
		datetime: iso(order.placed),
		lastTradeTimestamp: order.filled === '0' ? undefined : order.changed,
		symbol,
		type: 'limit',
		timeInForce: undefined,
		postOnly: undefined,
		reduceOnly: undefined,
		side: order.side,
		price: Number(order.price),
		average: number(order.averagePrice),
		amount: Number(order.size),
		filled: Number(order.filled),
		remaining: Number(order.remaining),
		cost: Number(order.notional),
		status: STATUS[order.status],
		fee: order.filled === '0' ? undefined : { currency: quote, cost: Number(order.fee) },
		trades: [],
		info: order,
	};
}

function number(value: unknown): number | undefined {
	return typeof value === 'string' ? Number(value) : undefined;
}
