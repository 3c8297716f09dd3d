/**
 * The market maker: at every block it looks, plans one batch, and sends it.
 *
 * It believes only the chain. What it owns and what rests is read anew at each block, so a reorganisation, a lost
 * transaction or orders left by an earlier run need no special case. What it counts in the end are fills of final blocks.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { Enum } from 'polkadot-api';
import { book$ } from './book.ts';
import { newest } from './follow.ts';
import { ConnectionFailure, type Kongsi, RpcFailure } from './kongsi.ts';
import type { Lane, Receipt } from './lane.ts';
import { Ledger, type Line } from './ledger.ts';
import { type Live, type Settings, plan } from './quotes.ts';
import type { Depth, Operation, Side } from './types.ts';
import { type Grid, formatDecimal, parseDecimal } from './units.ts';

/** Levels of the book that are looked at: more than all own ones together. */
const DEPTH = 60;
/** Atoms of KSI that are never sold, so that there is something to pay fees with. */
const FEE_RESERVE = 10n ** 12n;
/** How often an end is tried again before it is reported as failed. */
const CANCEL_ATTEMPTS = 5;
/** How long finality may take at the end, in blocks' time. */
const FINALITY_PATIENCE_BLOCKS = 60;
/** Refusals that are part of the trade: the order was filled, or moved, by the transaction before. */
const RACES: ReadonlySet<string> = new Set(['OrderNotFound', 'NothingToAmend', 'NotFillable']);

export interface Options {
	/** A fixed reference price in ticks; without it the middle of others' orders. */
	readonly reference: bigint | undefined;
	/** The part of blocks in which it takes. */
	readonly take: number;
	/** How many blocks its orders outlive it when it is cut off; 0 for ever. */
	readonly deadline: number;
	/** After how many blocks it ends by itself. */
	readonly blocks: number | undefined;
}

/** What a run has done. Amounts are decimal strings in units of their tokens. */
export interface Summary {
	readonly ok: boolean;
	readonly account: string;
	readonly market: number;
	readonly symbol: string;
	/** Fills and balances are those from the end of `from` to the end of `to`. */
	readonly from: { readonly hash: string; readonly number: number };
	readonly to: { readonly hash: string; readonly number: number };
	readonly blocks: number;
	readonly batches: number;
	readonly operations: Readonly<Record<string, number>>;
	readonly fills: { readonly maker: number; readonly taker: number; readonly bought: string; readonly sold: string; readonly fees: string };
	readonly transactionFees: string;
	readonly openOrders: number;
	readonly balances: readonly Line[];
}

export class Maker {
	readonly #chain: Kongsi;
	readonly #lane: Lane;
	readonly #grid: Grid;
	readonly #settings: Settings;
	readonly #options: Options;
	readonly #counts: Record<string, number> = {};
	#batches = 0;
	#inFlight: Promise<void> | undefined;
	/** The block of the last batch: a view from before it would repeat it. */
	#sentIn = 0;
	#started = false;
	#hasSwitch = false;
	/** The last block in which its orders trade, as the chain was last told; 0 is for ever. */
	#deadline = 0;

	constructor(chain: Kongsi, lane: Lane, grid: Grid, settings: Settings, options: Options) {
		this.#chain = chain;
		this.#lane = lane;
		this.#grid = grid;
		this.#settings = settings;
		this.#options = options;
	}

	/** Trades until `stop` or for the number of blocks, then cancels everything and adds up. */
	async run(stop: AbortSignal): Promise<Summary> {
		const { market } = this.#grid;
		const ledger = await Ledger.open(this.#chain, this.#lane.account, [market]);
		log(`${this.#lane.account} makes ${market.symbol} from block ${ledger.from.number} on`);
		if (this.#options.deadline > 0) {
			this.#hasSwitch = (await this.#chain.runtime()).hasOperation('CancelAfter');
			if (!this.#hasSwitch) log('this chain has no dead-man\'s switch: what rests here keeps trading if this program is cut off');
		}
		let blocks = 0;
		for await (const book of newest(book$(this.#chain, market, DEPTH), stop)) {
			blocks += 1;
			try {
				await this.#step(book, ledger);
			} catch (error) {
				// The next block is another chance. Its own orders keep resting meanwhile.
				if (!(error instanceof ConnectionFailure || error instanceof RpcFailure)) throw error;
				log(`warning: ${error.message}`);
			}
			if (blocks === this.#options.blocks) break;
		}
		return await this.#finish(ledger, blocks);
	}

	async #step(book: Depth, ledger: Ledger): Promise<void> {
		for (const { block, side, role, lots, ticks } of await ledger.advance()) {
			log(`${role} ${side} ${this.#grid.size(lots)} at ${this.#grid.price(ticks)} in block ${block.number}, final`);
		}
		// One batch at a time. A block and the news that it holds the batch arrive nearly together.
		if (this.#inFlight) await Promise.race([this.#inFlight, sleep(500)]);
		if (this.#inFlight || book.block.number < this.#sentIn) return;
		const operations = [...this.#arm(book.block.number), ...(await this.#plan(book, ledger))];
		if (operations.length > 0) this.#send(operations);
	}

	/** Puts the dead-man's switch off, when half of the time is over. Before the orders: a passed deadline refuses them. */
	#arm(now: number): Operation[] {
		if (!this.#hasSwitch || this.#deadline - now > this.#options.deadline / 2) return [];
		return [Enum('CancelAfter', { market: this.#grid.market.id, deadline: now + this.#options.deadline })];
	}

	async #plan(book: Depth, ledger: Ledger): Promise<Operation[]> {
		const { market } = this.#grid;
		const at = book.block.hash;
		const [orders, balances] = await Promise.all([
			this.#chain.openOrders(this.#lane.account, market.id, at),
			this.#chain.balances(this.#lane.account, at),
		]);
		const live = orders.map(
			({ id, side, ticks, lots, expired }): Live => ({
				id: BigInt(id),
				side: side === 'buy' ? 'Bid' : 'Ask',
				ticks: BigInt(ticks),
				lots: BigInt(lots),
				expired,
			}),
		);
		const atoms = (token: number, part: 'free' | 'total'): bigint => {
			const balance = balances.find((balance) => balance.token === token);
			return balance ? parseDecimal(balance[part], balance.decimals) : 0n;
		};
		const spendable = (token: number): bigint => {
			const free = atoms(token, 'free') - (token === 0 ? FEE_RESERVE : 0n);
			return free > 0n ? free : 0n;
		};
		const bid = this.#others('Bid', book, live);
		const ask = this.#others('Ask', book, live);
		const twiceReference = await this.#twiceReference(bid, ask, at);
		if (twiceReference === undefined) return [];
		if (!this.#started && !this.#grid.largeEnough(twiceReference / 2n, this.#settings.lots)) {
			const size = `${this.#grid.size(this.#settings.lots)} ${market.base.symbol} at ${this.#grid.price(twiceReference / 2n)}`;
			throw new Error(`orders of ${size} are below the ${market.minNotional} ${market.quote.symbol} that this market asks for: raise --size`);
		}
		this.#started = true;
		const side: Side = Math.random() < 0.5 ? 'Bid' : 'Ask';
		const price = side === 'Bid' ? ask : bid;
		const takes = Math.random() < this.#options.take && price !== undefined;
		return plan(
			{
				grid: this.#grid,
				twiceReference,
				live,
				position: (atoms(market.base.id, 'total') - ledger.startOf(market.base.id)) / BigInt(market.lotSize),
				freeBase: spendable(market.base.id),
				freeQuote: spendable(market.quote.id),
				take: takes ? { side, ticks: price } : undefined,
			},
			this.#settings,
		);
	}

	/** The best price of a side at which somebody else stands. */
	#others(side: Side, book: Depth, live: readonly Live[]): bigint | undefined {
		const own = new Map<bigint, bigint>();
		for (const order of live) {
			if (order.side === side) own.set(order.ticks, (own.get(order.ticks) ?? 0n) + order.lots);
		}
		for (const [price, size] of side === 'Bid' ? book.bids : book.asks) {
			const ticks = this.#grid.ticks(price);
			if (this.#grid.lots(size) > (own.get(ticks) ?? 0n)) return ticks;
		}
		return undefined;
	}

	/** Twice the reference price; nothing where there is nothing to go by. */
	async #twiceReference(bid: bigint | undefined, ask: bigint | undefined, at: string): Promise<bigint | undefined> {
		const { reference } = this.#options;
		if (reference !== undefined) return 2n * reference;
		if (bid !== undefined && ask !== undefined) return bid + ask;
		const { last } = await this.#chain.bbo(this.#grid.market.id, at);
		return last === null ? undefined : 2n * this.#grid.ticks(last);
	}

	#send(operations: readonly Operation[]): void {
		this.#inFlight = this.#lane
			.submit(operations)
			.then(
				(receipt) => this.#note(receipt, operations),
				(error: unknown) => log(`warning: ${error instanceof Error ? error.message : String(error)}`),
			)
			.finally(() => {
				this.#inFlight = undefined;
			});
	}

	#note({ block, error, executed }: Receipt, operations: readonly Operation[]): void {
		this.#batches += 1;
		this.#sentIn = block.number;
		if (error) log(`error: the batch of block ${block.number} failed: ${error}`);
		for (const { outcomes } of executed) {
			outcomes.forEach((outcome, index) => {
				if (outcome.type === 'DeadlineSet') this.#deadline = outcome.value ?? 0;
				if (outcome.type !== 'Refused') return this.#count(outcome.type);
				const reason = outcome.value.type;
				this.#count(`Refused.${reason}`);
				if (!RACES.has(reason)) {
					log(`error: ${operations[index]?.type ?? 'an operation'} was refused in block ${block.number}: ${reason}`);
				}
			});
		}
	}

	#count(what: string): void {
		this.#counts[what] = (this.#counts[what] ?? 0) + 1;
	}

	/** Cancels everything, waits until that is final, and adds up. */
	async #finish(ledger: Ledger, blocks: number): Promise<Summary> {
		const { market } = this.#grid;
		log('cancelling everything');
		await this.#inFlight;
		let cancelledIn = 0;
		for (let attempt = 1; ; attempt++) {
			try {
				const disarm: Operation[] = this.#hasSwitch ? [Enum('CancelAfter', { market: market.id, deadline: undefined })] : [];
				const receipt = await this.#lane.submit([Enum('CancelAll', { market: market.id, side: undefined }), ...disarm]);
				this.#note(receipt, []);
				cancelledIn = receipt.block.number;
				if (!receipt.error) break;
			} catch (error) {
				log(`warning: ${error instanceof Error ? error.message : String(error)}`);
			}
			if (attempt === CANCEL_ATTEMPTS) break;
		}
		const { slotMs } = await this.#chain.info();
		for (let waited = 0; waited < 2 * FINALITY_PATIENCE_BLOCKS; waited++) {
			await ledger.advance();
			if (ledger.at.number >= cancelledIn) break;
			await sleep(slotMs / 2);
		}
		const open = await this.#chain.openOrders(this.#lane.account, market.id, ledger.at.hash);
		const balances = await ledger.reconcile();
		const ok = open.length === 0 && ledger.at.number >= cancelledIn && balances.every(({ difference }) => difference === '0');
		const sum = (side: 'buy' | 'sell') =>
			this.#grid.size(ledger.fills.filter((fill) => fill.side === side).reduce((sum, { lots }) => sum + lots, 0n));
		const role = (role: 'maker' | 'taker') => ledger.fills.filter((fill) => fill.role === role).length;
		return {
			ok,
			account: this.#lane.account,
			market: market.id,
			symbol: market.symbol,
			from: { hash: ledger.from.hash, number: ledger.from.number },
			to: { hash: ledger.at.hash, number: ledger.at.number },
			blocks,
			batches: this.#batches,
			operations: this.#counts,
			fills: {
				maker: role('maker'),
				taker: role('taker'),
				bought: sum('buy'),
				sold: sum('sell'),
				fees: formatDecimal(
					ledger.fills.reduce((sum, { fee }) => sum + fee, 0n),
					market.quote.decimals,
				),
			},
			transactionFees: formatDecimal(ledger.fees, 12),
			openOrders: open.length,
			balances,
		};
	}
}

/** Messages go to stderr, so that stdout holds the summary alone. */
function log(message: string): void {
	console.error(message);
}
