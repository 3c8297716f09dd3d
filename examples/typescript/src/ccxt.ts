/**
 * Kongsi in the shape of ccxt's unified API: programs that know `fetchOrderBook` and `createOrder` know this one.
 *
 * It is no subclass of ccxt's `Exchange`, which is 50 MB and speaks HTTP with keys and secrets; it has the same method
 * names, results and errors. As there, methods that a venue cannot serve throw `NotSupported`, and `has` says which; here
 * it depends on the node: history needs one with `--market-history`.
 *
 * `createOrder` resolves when the order is in a best block, a second or two later. That block becomes final a moment after;
 * what happens in a block that is undone instead is taken back here, too.
 */

import { Enum } from 'polkadot-api';
import { methods } from './ccxt-has.ts';
import { clientId, digits, orderId, required } from './ccxt-arguments.ts';
import { Bookkeeper } from './ccxt-orders.ts';
import {
	ArgumentsRequired,
	AuthenticationError,
	BadSymbol,
	ExchangeClosedByUser,
	InvalidOrder,
	NotSupported,
	OrderNotFound,
	asCcxt,
	refusal,
} from './ccxt-errors.ts';
import {
	type Balances,
	type Currency,
	type Market,
	type OHLCV,
	type Order,
	type OrderBook,
	type Ticker,
	type Trade,
	currencyOf,
	iso,
	knownOrder,
	marketOf,
	openOrder,
} from './ccxt-shapes.ts';
import { book$ } from './book.ts';
import { newest } from './follow.ts';
import { Kongsi, RpcFailure } from './kongsi.ts';
import { keyOf } from './keys.ts';
import { Lane, type Receipt } from './lane.ts';
import type { Depth, OpenOrder, Operation, Outcome, Token } from './types.ts';
import { History } from './ccxt-history.ts';
import { Grid, plain } from './units.ts';

export interface Config {
	/** The node. */
	readonly url?: string;
	/** A secret URI; without one only public methods work. Take it from the environment, never from the command line. */
	readonly privateKey?: string | undefined;
	/** The account that `privateKey` is a trading key of, if it is not its own. */
	readonly walletAddress?: string | undefined;
}

export interface OrderParams {
	readonly clientOrderId?: string;
	readonly timeInForce?: 'GTC' | 'IOC' | 'FOK' | 'PO';
	readonly postOnly?: boolean;
	/** With `postOnly`: move to the best price that does not take, instead of being refused. */
	readonly slide?: boolean;
	/** The last block in which it may trade. */
	readonly expiresAt?: number;
	/** Of a market order: how much worse than the last of its fills its limit may be, as a part of the price. */
	readonly slippage?: number;
}

const TIMES_IN_FORCE = { GTC: 'GoodTilCancelled', IOC: 'ImmediateOrCancel', FOK: 'FillOrKill', PO: 'PostOnly' } as const;
/** Of a market order, where nothing else is said. */
const SLIPPAGE = 0.005;

export class KongsiExchange {
	readonly id = 'kongsi';
	readonly name = 'Kongsi';
	/** Nothing here limits rates: a node answers what it can. */
	readonly rateLimit = 0;
	readonly timeframes = { '1m': '1m', '5m': '5m', '15m': '15m', '1h': '1h', '4h': '4h', '1d': '1d', '1w': '1w' } as const;
	/** By symbol; filled by `loadMarkets`. */
	markets: Record<string, Market> = {};
	/** By code; filled by `loadMarkets`. */
	currencies: Record<string, Currency> = {};
	symbols: string[] = [];
	/** What the node serves; complete after `loadMarkets`. */
	has: Record<string, boolean> = {};

	readonly #config: Config;
	readonly #grids = new Map<string, Grid>();
	readonly #books = new Map<string, AsyncGenerator<Depth>>();
	readonly #closing = new AbortController();
	#connection: Promise<Connection> | undefined;

	constructor(config: Config = {}) {
		this.#config = config;
	}

	/** Connects, and reads markets and tokens, once unless `reload`. Every other method does it by itself. */
	async loadMarkets(reload = false): Promise<Record<string, Market>> {
		return this.#run(async (connection) => {
			if (reload) await this.#load(connection);
			return this.markets;
		});
	}

	async fetchMarkets(): Promise<Market[]> {
		return Object.values(await this.loadMarkets(true));
	}

	async fetchCurrencies(): Promise<Record<string, Currency>> {
		await this.loadMarkets(true);
		return this.currencies;
	}

	async fetchOrderBook(symbol: string, limit = 20): Promise<OrderBook> {
		return this.#run(async ({ chain }) => {
			const depth = await chain.depth(this.#market(symbol).numericId, limit);
			return this.#orderBook(symbol, depth, await chain.timeOf(depth.block.hash));
		});
	}

	/** Best prices, and a day's open, high, low and volume where the node keeps history. */
	async fetchTicker(symbol: string): Promise<Ticker> {
		return this.#run(async ({ chain, history }) => {
			const { numericId } = this.#market(symbol);
			return history.ticker(symbol, await chain.bbo(numericId));
		});
	}

	async fetchTickers(symbols?: readonly string[]): Promise<Record<string, Ticker>> {
		await this.loadMarkets();
		const tickers: Record<string, Ticker> = {};
		for (const symbol of symbols ?? this.symbols) tickers[symbol] = await this.fetchTicker(symbol);
		return tickers;
	}

	async fetchOHLCV(symbol: string, timeframe = '1m', since?: number, limit?: number): Promise<OHLCV[]> {
		return this.#run(({ history }) => history.candles(this.#market(symbol).numericId, timeframe, since, limit));
	}

	async fetchTrades(symbol: string, since?: number, limit?: number): Promise<Trade[]> {
		return this.#run(({ history }) => history.trades(symbol, this.#market(symbol), since, limit));
	}

	async fetchMyTrades(symbol?: string, since?: number, limit?: number): Promise<Trade[]> {
		return this.#run((connection) => {
			if (symbol === undefined) throw new ArgumentsRequired('fetchMyTrades needs a symbol');
			return connection.history.fills(this.#lane(connection).account, symbol, this.#market(symbol), since, limit);
		});
	}

	async fetchBalance(): Promise<Balances> {
		return this.#run(async (connection) => {
			const { chain } = connection;
			const { hash } = await chain.best();
			const rows = await chain.balances(this.#lane(connection).account, hash);
			const timestamp = await chain.timeOf(hash);
			const parts = { free: {}, used: {}, total: {} } as Record<'free' | 'used' | 'total', Record<string, number>>;
			const byCode: Record<string, unknown> = {};
			for (const { token, free, total } of rows) {
				const code = this.#codeOf(token);
				// On hold is on hold, whether by an open order, a vote or a grant.
				const balance = { free: Number(free), used: Number(total) - Number(free), total: Number(total) };
				for (const part of ['free', 'used', 'total'] as const) parts[part][code] = balance[part];
				byCode[code] = balance;
			}
			return { ...byCode, ...parts, info: rows, timestamp, datetime: iso(timestamp) } as Balances;
		});
	}

	/** Places an order; a market order is one that takes what it can at once, with a worst price. */
	async createOrder(
		symbol: string,
		type: 'limit' | 'market',
		side: 'buy' | 'sell',
		amount: number | string,
		price?: number | string,
		params: OrderParams = {},
	): Promise<Order> {
		return this.#run(async (connection) => {
			const grid = this.#grid(symbol);
			const lots = grid.lots(digits(amount));
			const timeInForce = type === 'market' ? 'IOC' : params.postOnly ? 'PO' : (params.timeInForce ?? 'GTC');
			if (type === 'limit' && price === undefined) throw new ArgumentsRequired('a limit order needs a price');
			const worst = price === undefined ? this.#worstPrice(connection.chain, grid, side, lots, params) : grid.ticks(digits(price));
			const order = {
				side: Enum(side === 'buy' ? 'Bid' : 'Ask'),
				price: await worst,
				quantity: lots,
				time_in_force: Enum(timeInForce === 'PO' && params.slide ? 'PostOnlySlide' : TIMES_IN_FORCE[timeInForce]),
				self_trade: Enum('CancelTaker'),
				client_id: params.clientOrderId === undefined ? undefined : clientId(params.clientOrderId),
				expires_at: params.expiresAt,
			};
			const { receipt, outcome } = await this.#operate(connection, Enum('Place', { market: grid.market.id, order }));
			if (outcome.type !== 'Placed') throw new InvalidOrder(`the chain answered ${outcome.type}`);
			const timestamp = await connection.chain.timeOf(receipt.block.hash);
			const known = connection.orders.placed({ symbol, grid, type, timeInForce, lots, timestamp, receipt, placed: outcome.value });
			return knownOrder(known, this.#market(symbol).quote, receipt);
		});
	}

	async cancelOrder(id: string, symbol?: string): Promise<Order> {
		return this.#run(async (connection) => {
			const grid = this.#grid(required(symbol, 'cancelOrder'));
			const before = await this.#order(connection, id, required(symbol, 'cancelOrder'));
			const order_id = orderId(id);
			const { receipt } = await this.#operate(connection, Enum('Cancel', { market: grid.market.id, order_id }));
			connection.orders.ended(grid.market.id, id, receipt.block.number, 'canceled');
			return { ...before, status: 'canceled', info: receipt };
		});
	}

	/** Changes price, size or both. A smaller size alone keeps its place and id; anything else gives the order a new id. */
	async editOrder(
		id: string,
		symbol: string,
		_type: 'limit',
		_side: 'buy' | 'sell',
		amount?: number | string,
		price?: number | string,
	): Promise<Order> {
		return this.#run(async (connection) => {
			const grid = this.#grid(symbol);
			const before = await this.#order(connection, id, symbol);
			// ccxt says how large the whole order shall be; the chain, how much of it shall rest.
			const filled = grid.lots(plain(before.filled ?? 0));
			const quantity = amount === undefined ? undefined : grid.lots(digits(amount)) - filled;
			if (quantity !== undefined && quantity <= 0n) throw new InvalidOrder('the order has already filled for more than that');
			const ticks = price === undefined ? undefined : grid.ticks(digits(price));
			const { receipt, outcome } = await this.#operate(
				connection,
				Enum('Amend', { market: grid.market.id, order_id: orderId(id), price: ticks, quantity }),
			);
			if (outcome.type !== 'Amended') throw new InvalidOrder(`the chain answered ${outcome.type}`);
			const newId = connection.orders.amended(grid.market.id, id, receipt, outcome.value);
			return this.#order(connection, newId, symbol);
		});
	}

	/** Cancels all open orders, of one market or of all; returns them as they were. */
	async cancelAllOrders(symbol?: string): Promise<Order[]> {
		return this.#run(async (connection) => {
			const open = await this.#openOrders(connection, symbol);
			const markets = [...new Set(open.map((order) => this.#market(order.symbol).numericId))];
			if (markets.length === 0) return [];
			const operations = markets.map((market): Operation => Enum('CancelAll', { market, side: undefined }));
			const receipt = await this.#all(connection, operations);
			for (const order of open) {
				connection.orders.ended(this.#market(order.symbol).numericId, order.id, receipt.block.number, 'canceled');
			}
			return open.map((order) => ({ ...order, status: 'canceled' as const, info: receipt }));
		});
	}

	/** The dead-man's switch: ends all orders of these markets unless it is called again in time; 0 switches it off. */
	async cancelAllOrdersAfter(timeout: number, params: { readonly symbols?: readonly string[] } = {}): Promise<{ info: unknown }> {
		return this.#run(async (connection) => {
			const runtime = await connection.chain.runtime();
			if (!runtime.hasOperation('CancelAfter')) throw new NotSupported("this chain has no dead-man's switch yet");
			const { number } = await connection.chain.best();
			const deadline = timeout === 0 ? undefined : number + Math.ceil(timeout / connection.slotMs);
			const markets = (params.symbols ?? this.symbols).map((symbol) => this.#market(symbol).numericId);
			const operations = markets.map((market): Operation => Enum('CancelAfter', { market, deadline }));
			return { info: await this.#all(connection, operations) };
		});
	}

	/** Sends operations. The first that is refused is thrown, and the others are done all the same. */
	async #all(connection: Connection, operations: readonly Operation[]): Promise<Receipt> {
		const receipt = await this.#lane(connection).submit(operations);
		const outcomes = receipt.executed.flatMap((executed) => executed.outcomes) as Outcome[];
		const refused = outcomes.find(({ type }) => type === 'Refused');
		const failure = receipt.error ?? (refused?.type === 'Refused' ? refused.value.type : undefined);
		if (failure !== undefined) throw refusal(failure, (await connection.chain.runtime()).explain(failure));
		return receipt;
	}

	/** An open order, or one that this program placed. */
	async fetchOrder(id: string, symbol?: string): Promise<Order> {
		return this.#run((connection) => this.#order(connection, id, required(symbol, 'fetchOrder')));
	}

	async fetchOpenOrders(symbol?: string): Promise<Order[]> {
		return this.#run((connection) => this.#openOrders(connection, symbol));
	}

	/** The book at the next new block, or now for the first time. */
	async watchOrderBook(symbol: string, limit = 20): Promise<OrderBook> {
		return this.#run(async ({ chain }) => {
			const market = this.#market(symbol);
			const name = `${symbol} ${limit}`;
			let books = this.#books.get(name);
			if (!books) {
				const source = { id: market.numericId, symbol };
				books = newest(book$(chain, source, limit), this.#closing.signal);
				this.#books.set(name, books);
			}
			const { value } = await books.next().catch((error: unknown) => {
				// The next call begins anew.
				this.#books.delete(name);
				throw error;
			});
			if (!value) throw new ExchangeClosedByUser('the connection was closed');
			return this.#orderBook(symbol, value, await chain.timeOf(value.block.hash));
		});
	}

	/** The trades of a market since the last call; waits for some. */
	async watchTrades(symbol: string): Promise<Trade[]> {
		return this.#run(({ orders }) => orders.trades(this.#market(symbol).numericId).next());
	}

	/** Orders that have changed since the last call, all or those of one market; waits for some. */
	async watchOrders(symbol?: string): Promise<Order[]> {
		return this.#run((connection) => {
			this.#lane(connection);
			return connection.orders.changes(symbol === undefined ? undefined : this.#market(symbol).numericId).next();
		});
	}

	/** A price on the grid, as a string; the nearest one. */
	priceToPrecision(symbol: string, price: number | string): string {
		const grid = this.#grid(symbol);
		return grid.price(grid.nearestTicks(digits(price)));
	}

	/** A size on the grid, as a string; rounded down. */
	amountToPrecision(symbol: string, amount: number | string): string {
		const { market, size } = { market: this.#grid(symbol).market, size: digits(amount) };
		const [whole = '0', part = ''] = size.split('.');
		const atoms = BigInt(whole + part.slice(0, market.base.decimals).padEnd(market.base.decimals, '0'));
		return this.#grid(symbol).size(atoms / BigInt(market.lotSize));
	}

	/** Ends the connection. */
	async close(): Promise<void> {
		this.#closing.abort();
		const connection = await this.#connection?.catch(() => undefined);
		await connection?.chain.close();
	}

	/** Everything goes through here: connects at first, and gives errors ccxt's names. */
	async #run<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
		try {
			this.#connection ??= this.#connect();
			const connection = await this.#connection.catch((error: unknown) => {
				// The next call tries again.
				this.#connection = undefined;
				throw error;
			});
			return await work(connection);
		} catch (error) {
			throw asCcxt(error);
		}
	}

	async #connect(): Promise<Connection> {
		const { url = 'ws://127.0.0.1:9944', privateKey, walletAddress } = this.#config;
		const chain = await Kongsi.connect(url);
		const lane = privateKey === undefined ? undefined : new Lane(chain, keyOf(privateKey), walletAddress);
		const codes = { symbolOf: (id: number) => this.#symbolOf(id), quoteOf: (symbol: string) => this.#market(symbol).quote };
		const orders = new Bookkeeper(chain, lane?.account, (id) => this.#grid(this.#symbolOf(id)), codes, this.#closing.signal);
		const connection = { chain, lane, orders, history: new History(chain), slotMs: 2_000 };
		await this.#load(connection);
		return connection;
	}

	async #load(connection: Connection): Promise<void> {
		const { chain, history } = connection;
		const { markets, tokens, slotMs } = await chain.info();
		connection.slotMs = slotMs;
		const switched = (await chain.runtime()).hasOperation('CancelAfter');
		// Symbols are chosen by whoever made a token, so the second of a name carries its number.
		const codes = new Map<number, string>();
		const unique = (name: string, id: number, taken: Iterable<string>) => ([...taken].includes(name) ? `${name}#${id}` : name);
		for (const token of [...tokens].sort((a, b) => a.id - b.id)) codes.set(token.id, unique(token.symbol, token.id, codes.values()));
		this.currencies = {};
		for (const token of tokens) this.currencies[this.#code(codes, token)] = currencyOf(token, this.#code(codes, token));
		this.markets = {};
		this.#grids.clear();
		for (const market of markets) {
			const [base, quote] = [this.#code(codes, market.base), this.#code(codes, market.quote)];
			const symbol = unique(`${base}/${quote}`, market.id, Object.keys(this.markets));
			this.markets[symbol] = marketOf(market, symbol, base, quote);
			this.#grids.set(symbol, new Grid(market));
		}
		this.symbols = Object.keys(this.markets).sort();
		const signs = connection.lane !== undefined;
		this.has = methods(signs, history.kept, switched);
	}

	#code(codes: ReadonlyMap<number, string>, token: Token): string {
		return codes.get(token.id) ?? token.symbol;
	}

	#codeOf(token: number): string {
		return Object.values(this.currencies).find(({ numericId }) => numericId === token)?.code ?? String(token);
	}

	#symbolOf(id: number): string {
		return Object.values(this.markets).find(({ numericId }) => numericId === id)?.symbol ?? String(id);
	}

	#market(symbol: string): Market {
		const market = this.markets[symbol];
		if (!market) throw new BadSymbol(`there is no market ${symbol}: there are ${this.symbols.join(', ')}`);
		return market;
	}

	#grid(symbol: string): Grid {
		const grid = this.#grids.get(this.#market(symbol).symbol);
		if (!grid) throw new BadSymbol(`there is no market ${symbol}`);
		return grid;
	}

	#lane({ lane }: Connection): Lane {
		if (!lane) throw new AuthenticationError('this method needs `privateKey`: a secret URI');
		return lane;
	}

	/** Sends one operation; throws where it was refused. */
	async #operate(connection: Connection, operation: Operation) {
		const receipt = await this.#all(connection, [operation]);
		const [outcome] = receipt.executed.flatMap(({ outcomes }) => outcomes) as [Outcome | undefined];
		if (!outcome) throw new InvalidOrder('the chain reported no outcome');
		return { receipt, outcome };
	}

	async #order(connection: Connection, id: string, symbol: string): Promise<Order> {
		const market = this.#market(symbol);
		try {
			// Orders that never rested have no number on chain; only this program knows them.
			if (/^\d+$/.test(id)) {
				type Answer = OpenOrder & { block: { number: number } };
				const order = await connection.chain.ask<Answer>('orderbook_v1_order', [{ market: market.numericId, id }]);
				return this.#shown(connection, order);
			}
		} catch (error) {
			if (!(error instanceof RpcFailure && error.code === 12002)) throw error;
		}
		const known = await connection.orders.find(market.numericId, id);
		if (known) return knownOrder(known, market.quote, known);
		const account = connection.lane?.account;
		const past = account === undefined ? undefined : await connection.history.order(account, symbol, market, id);
		if (!past) throw new OrderNotFound(`there is no open order ${id} on ${symbol}, and nothing is known of one that is gone`);
		return past;
	}

	async #openOrders(connection: Connection, symbol?: string): Promise<Order[]> {
		const market = symbol === undefined ? undefined : this.#market(symbol).numericId;
		const orders = await connection.chain.openOrders(this.#lane(connection).account, market);
		return orders.map((order) => this.#shown(connection, order));
	}

	/** An open order, with its story where this program placed it. What is left of it is what the chain says. */
	#shown(connection: Connection, order: OpenOrder): Order {
		const symbol = this.#symbolOf(order.market);
		const known = connection.orders.get(order.market, order.id);
		return known ? knownOrder(known, this.#market(symbol).quote, order, BigInt(order.lots)) : openOrder(order, symbol);
	}

	/** The limit of a market order: the worst price of its fills as the book stands, and some more. */
	async #worstPrice(chain: Kongsi, grid: Grid, side: 'buy' | 'sell', lots: bigint, { slippage = SLIPPAGE }: OrderParams): Promise<bigint> {
		type Quote = { worstTicks: number | null };
		const { worstTicks } = await chain.ask<Quote>('orderbook_v1_quote', [grid.market.id, side, grid.size(lots)]);
		if (worstTicks === null) throw new InvalidOrder(`nobody ${side === 'buy' ? 'sells' : 'buys'} on ${grid.market.symbol}`);
		// Never further than was said, which at low prices may be nowhere.
		const away = BigInt(Math.floor(worstTicks * slippage));
		const ticks = side === 'buy' ? BigInt(worstTicks) + away : BigInt(worstTicks) - away;
		return ticks < 1n ? 1n : ticks;
	}

	#orderBook(symbol: string, depth: Depth, timestamp: number | undefined): OrderBook {
		const plainLevels = (levels: Depth['bids']) => levels.map(([price, size]): [number, number] => [Number(price), Number(size)]);
		return {
			symbol,
			bids: plainLevels(depth.bids),
			asks: plainLevels(depth.asks),
			timestamp,
			datetime: iso(timestamp),
			nonce: depth.seq,
			copy: () => this.#orderBook(symbol, depth, timestamp),
		};
	}
}

interface Connection {
	readonly chain: Kongsi;
	readonly lane: Lane | undefined;
	readonly orders: Bookkeeper;
	readonly history: History;
	slotMs: number;
}
