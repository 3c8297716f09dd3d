/** The story of the orders that this program placed, and the feeds of trades and of changed orders. */

import { ExchangeClosedByUser } from './ccxt-errors.ts';
import { type Known, type Order, type OrderStatus, type Trade, iso, knownOrder } from './ccxt-shapes.ts';
import type { Kongsi } from './kongsi.ts';
import { hexOf } from './ledger.ts';
import type { Receipt } from './lane.ts';
import { Feed, type TapeBlock, tape } from './tape.ts';
import { type Executed, type Outcome, type Placed, sideOf } from './types.ts';
import type { Grid } from './units.ts';

/** Orders that are remembered; the oldest are forgotten, and then known from the chain alone. */
const REMEMBERED = 1_000;
/** Fills that may be read before it is known whose they are. */
const EARLY = 200;

interface Codes {
	symbolOf(market: number): string;
	quoteOf(symbol: string): string;
}

export class Bookkeeper {
	readonly #chain: Kongsi;
	readonly #account: { readonly address: string; readonly hex: string } | undefined;
	readonly #gridOf: (market: number) => Grid;
	readonly #codes: Codes;
	readonly #signal: AbortSignal;
	readonly #known = new Map<string, Known>();
	/** Fills of own orders that were read from a block before the answer to their placing arrived. */
	#early: { readonly market: number; readonly id: string; readonly fill: Known['fills'][number]; readonly last: boolean }[] = [];
	readonly #trades = new Map<number, Feed<Trade>>();
	readonly #changes = new Map<number | undefined, Feed<Order>>();
	#running = false;
	/** The last block that was read, and who waits for one. */
	#read = 0;
	#waiting: (() => void)[] = [];

	constructor(chain: Kongsi, account: string | undefined, gridOf: (market: number) => Grid, codes: Codes, signal: AbortSignal) {
		this.#chain = chain;
		this.#account = account === undefined ? undefined : { address: account, hex: hexOf(account) };
		this.#gridOf = gridOf;
		this.#codes = codes;
		this.#signal = signal;
		if (account !== undefined) this.#run();
	}

	/** The trades of a market from now on. */
	trades(market: number): Feed<Trade> {
		return this.#feed(this.#trades, market);
	}

	/** Orders of a market, or of all, that change from now on. */
	changes(market: number | undefined): Feed<Order> {
		return this.#feed(this.#changes, market);
	}

	get(market: number, id: string): Known | undefined {
		return this.#known.get(`${market} ${id}`);
	}

	/** The same for an order that is gone: the block in which it went may not have been read yet. */
	async find(market: number, id: string): Promise<Known | undefined> {
		const known = this.get(market, id);
		if (known && !known.end && this.#running) {
			const { number } = await this.#chain.best();
			const late = Date.now() + 5_000;
			while (this.#read < number && Date.now() < late) await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
		return known;
	}

	/** Remembers an order. Its fills at placing are in the receipt; later ones come by the blocks. */
	placed(order: {
		symbol: string;
		grid: Grid;
		type: 'limit' | 'market';
		timeInForce: string;
		lots: bigint;
		timestamp: number | undefined;
		receipt: Receipt;
		placed: Placed;
	}): Known {
		const { grid, lots, placed, receipt, timestamp } = order;
		const { number: block } = receipt.block;
		const id = placed.order === undefined ? `never-rested-${receipt.hash}` : String(placed.order);
		const rests = placed.order !== undefined;
		const known: Known = {
			id,
			market: grid.market.id,
			symbol: order.symbol,
			grid,
			clientOrderId: placed.client_id?.toString(),
			timestamp,
			type: order.type,
			timeInForce: order.timeInForce,
			side: placed.side.type === 'Bid' ? 'buy' : 'sell',
			ticks: placed.price,
			lots,
			fills:
				placed.filled === 0n
					? []
					: [{ block, time: timestamp, lots: placed.filled, notional: placed.notional, fee: placed.fee }],
			end: rests ? undefined : { block, status: placed.filled === lots ? 'closed' : 'canceled' },
			placed: block,
			undone: false,
		};
		for (const { fill, last } of this.#early.filter((early) => early.market === known.market && early.id === id)) {
			note(known, fill, last);
		}
		this.#remember(known);
		this.#tell(known);
		return known;
	}

	/** Notes what an amendment did; returns the id of the order now. */
	amended(market: number, id: string, receipt: Receipt, amended: Extract<Outcome, { type: 'Amended' }>['value']): string {
		const known = this.get(market, id);
		if (amended.type === 'Reduced') {
			if (known) known.lots -= amended.value.lots;
			return id;
		}
		const [removal, placed] = amended.value;
		const newId = placed.order === undefined ? id : String(placed.order);
		if (!known) return newId;
		this.#known.delete(`${market} ${id}`);
		const filled = known.fills.reduce((sum, fill) => sum + fill.lots, 0n);
		known.id = newId;
		known.ticks = placed.price;
		known.lots = filled + placed.rests + placed.filled + placed.cancelled;
		const { number: block } = receipt.block;
		if (placed.filled > 0n) {
			known.fills.push({ block, time: undefined, lots: placed.filled, notional: placed.notional, fee: placed.fee });
		}
		if (placed.order === undefined) known.end = { block, status: placed.cancelled === 0n ? 'closed' : 'canceled' };
		if (removal.order !== placed.order) this.#remember(known);
		return newId;
	}

	ended(market: number, id: string, block: number, status: OrderStatus): void {
		const known = this.get(market, id);
		if (known && !known.end) {
			known.end = { block, status };
			this.#tell(known);
		}
	}

	#feed<K, T>(feeds: Map<K, Feed<T>>, name: K): Feed<T> {
		let feed = feeds.get(name);
		if (!feed) {
			feed = new Feed<T>();
			feeds.set(name, feed);
		}
		this.#run();
		return feed;
	}

	#run(): void {
		if (this.#running) return;
		this.#running = true;
		void this.#follow().then(
			() => this.#stop(new ExchangeClosedByUser('the connection was closed')),
			(error: unknown) => this.#stop(error),
		);
	}

	/** Tells everybody who waits; whoever watches again begins anew. */
	#stop(error: unknown): void {
		this.#running = false;
		for (const feed of [...this.#trades.values(), ...this.#changes.values()]) feed.fail(error);
		this.#trades.clear();
		this.#changes.clear();
		this.#wake();
	}

	async #follow(): Promise<void> {
		for await (const { undo, blocks } of tape(this.#chain, this.#signal)) {
			if (undo !== undefined) this.#undo(undo);
			for (const block of blocks) for (const executed of block.executed) this.#take(executed, block);
			this.#read = blocks.at(-1)?.number ?? this.#read;
			this.#wake();
		}
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	#undo(from: number): void {
		this.#early = this.#early.filter(({ fill }) => fill.block < from);
		for (const known of this.#known.values()) {
			const fills = known.fills.filter(({ block }) => block < from);
			const end = known.end && known.end.block < from ? known.end : undefined;
			const undone = known.undone || known.placed >= from;
			if (fills.length === known.fills.length && end === known.end && undone === known.undone) continue;
			known.fills = fills;
			known.end = end;
			known.undone = undone;
			this.#tell(known);
		}
	}

	/** Finds the order again that was undone with its block, and notes what its placing did in this one. */
	#again(market: number, placed: Placed, { number: block, time }: TapeBlock): Known | undefined {
		const lots = placed.rests + placed.filled + placed.cancelled;
		const side = placed.side.type === 'Bid' ? 'buy' : 'sell';
		const client = placed.client_id?.toString();
		const same = (known: Known) =>
			known.undone && known.market === market && known.side === side && known.lots === lots && known.clientOrderId === client;
		const known = [...this.#known.values()].find(same);
		if (!known) return undefined;
		known.undone = false;
		known.placed = block;
		known.ticks = placed.price;
		if (placed.filled > 0n) known.fills.push({ block, time, lots: placed.filled, notional: placed.notional, fee: placed.fee });
		if (placed.order === undefined) known.end = { block, status: placed.filled === lots ? 'closed' : 'canceled' };
		else known.id = String(placed.order);
		// Who asks by the id of before finds it as well.
		this.#remember(known);
		return known;
	}

	#take({ market, trader, outcomes, fills, removals, sequence }: Executed, block: TapeBlock): void {
		const symbol = this.#codes.symbolOf(market);
		const grid = this.#gridOf(market);
		const changed = new Set<Known>();
		for (const outcome of trader === this.#account?.address ? outcomes : []) {
			const known = outcome.type === 'Placed' ? this.#again(market, outcome.value, block) : undefined;
			if (known) changed.add(known);
		}
		const trades = fills.map((fill, index): Trade => {
			const id = String(fill.order);
			const own = fill.maker === this.#account?.hex;
			const known = own ? this.get(market, id) : undefined;
			const fee = grid.market.fees.makerPpm < 0 ? -fill.maker_fee : fill.maker_fee;
			const entry = { block: block.number, time: block.time, lots: fill.lots, notional: fill.notional, fee };
			const last = fill.maker_rests === 0n;
			if (known) {
				note(known, entry, last);
				changed.add(known);
			} else if (own) {
				this.#early = [...this.#early, { market, id, fill: entry, last }].slice(-EARLY);
			}
			return {
				id: `${sequence}-${index}`,
				order: own ? id : undefined,
				symbol,
				timestamp: block.time,
				datetime: iso(block.time),
				type: undefined,
				side: sideOf(fill.order) === 'Bid' ? 'sell' : 'buy',
				takerOrMaker: own ? 'maker' : trader === this.#account?.address ? 'taker' : undefined,
				price: Number(grid.price(fill.price)),
				amount: Number(grid.size(fill.lots)),
				cost: Number(fill.notional) / 10 ** grid.market.quote.decimals,
				fee: undefined,
				info: { block: block.hash, fill },
			};
		});
		for (const { order, rests, reason, owner } of removals) {
			const known = owner === this.#account?.hex ? this.get(market, String(order)) : undefined;
			if (!known || rests > 0n || known.end) continue;
			known.end = { block: block.number, status: reason.type === 'Expired' ? 'expired' : 'canceled' };
			changed.add(known);
		}
		if (trades.length > 0) this.#trades.get(market)?.push(...trades);
		for (const known of changed) this.#tell(known);
	}

	#tell(known: Known): void {
		const order = knownOrder(known, this.#codes.quoteOf(known.symbol), { ...known });
		this.#changes.get(known.market)?.push(order);
		this.#changes.get(undefined)?.push(order);
	}

	#remember(known: Known): void {
		this.#known.set(`${known.market} ${known.id}`, known);
		const [oldest] = this.#known.keys();
		if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
	}
}

function note(known: Known, fill: Known['fills'][number], last: boolean): void {
	known.fills.push(fill);
	if (last) known.end = { block: fill.block, status: 'closed' };
}
