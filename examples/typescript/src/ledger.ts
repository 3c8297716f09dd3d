/**
 * Keeps the books: what an account's fills and fees must have done to its balances, from the events of final blocks.
 *
 * Only final blocks count, since others can be undone, and each of them counts: they are read one by one by height, also
 * those that were made while the connection was lost. In the end the chain is asked, and the two must agree to the atom.
 */

import { AccountId } from '@polkadot-api/substrate-bindings';
import { executedOf } from './kongsi.ts';
import type { Kongsi } from './kongsi.ts';
import { type BlockRef, type ChainEvent, type Executed, type Market, type Side, type Token, sideOf } from './types.ts';
import { formatDecimal, parseDecimal } from './units.ts';

/** KSI, in which transactions are paid. */
const NATIVE: Token = { id: 0, symbol: 'KSI', decimals: 12 };

/** One execution of an order of the account. */
export interface OwnFill {
	readonly block: BlockRef;
	readonly market: number;
	readonly order: bigint;
	/** Whether the account bought or sold. */
	readonly side: 'buy' | 'sell';
	readonly role: 'maker' | 'taker';
	readonly ticks: bigint;
	readonly lots: bigint;
	/** Quote atoms. */
	readonly notional: bigint;
	/** Quote atoms; negative is a rebate. */
	readonly fee: bigint;
	/** The other side: hex of a maker, address of a taker. */
	readonly counterparty: string;
}

/** What one token's balance did. All in units of the token, as decimal strings. */
export interface Line {
	readonly token: string;
	readonly start: string;
	readonly end: string;
	/** What fills and fees imply. */
	readonly implied: string;
	/** What the chain has beyond that: "0", or something else has moved the account's money. */
	readonly difference: string;
}

/** The fills of an account in the events of calls of one block. */
export function ownFills(
	executed: readonly Executed[],
	account: { readonly address: string; readonly hex: string },
	block: BlockRef,
	isRebate: (market: number) => boolean,
): OwnFill[] {
	const fills: OwnFill[] = [];
	for (const { market, trader, fills: all } of executed) {
		for (const { maker, order, price: ticks, lots, notional, taker_fee, maker_fee } of all) {
			const makerSide: Side = sideOf(order);
			const common = { block, market, order, ticks, lots, notional };
			// An account never trades with itself, so at most one of the two holds.
			if (maker === account.hex) {
				const side = makerSide === 'Bid' ? 'buy' : 'sell';
				const fee = isRebate(market) ? -maker_fee : maker_fee;
				fills.push({ ...common, side, role: 'maker', fee, counterparty: trader });
			} else if (trader === account.address) {
				const side = makerSide === 'Bid' ? 'sell' : 'buy';
				fills.push({ ...common, side, role: 'taker', fee: taker_fee, counterparty: maker });
			}
		}
	}
	return fills;
}

/** An address as events name makers. */
export function hexOf(address: string): string {
	return `0x${Buffer.from(AccountId().enc(address)).toString('hex')}`;
}

export class Ledger {
	readonly fills: OwnFill[] = [];
	/** Atoms of KSI that the account has paid for transactions. */
	fees = 0n;
	readonly from: BlockRef;
	readonly #chain: Kongsi;
	readonly #account: { readonly address: string; readonly hex: string };
	readonly #tokens: readonly Token[];
	readonly #markets: Map<number, Market>;
	readonly #start: ReadonlyMap<number, bigint>;
	#last: BlockRef;

	private constructor(
		chain: Kongsi,
		account: string,
		markets: readonly Market[],
		from: BlockRef,
		tokens: readonly Token[],
		start: ReadonlyMap<number, bigint>,
	) {
		this.#chain = chain;
		this.#account = { address: account, hex: hexOf(account) };
		this.#markets = new Map(markets.map((market) => [market.id, market]));
		this.#tokens = tokens;
		this.#start = start;
		this.#last = from;
		this.from = from;
	}

	/** Begins with the balances at the last final block. */
	static async open(chain: Kongsi, account: string, markets: readonly Market[]): Promise<Ledger> {
		const from = await chain.finalized();
		const tokens = new Map([NATIVE, ...markets.flatMap(({ base, quote }) => [base, quote])].map((token) => [token.id, token]));
		const start = await totals(chain, account, from.hash);
		return new Ledger(chain, account, markets, from, [...tokens.values()], start);
	}

	/** The last block that is accounted for. */
	get at(): BlockRef {
		return this.#last;
	}

	/** What the account owned of a token at the start, in atoms. */
	startOf(token: number): bigint {
		return this.#start.get(token) ?? 0n;
	}

	/** Accounts for every block that has become final; returns the fills in them. */
	async advance(): Promise<OwnFill[]> {
		const { number: final } = await this.#chain.finalized();
		const found: OwnFill[] = [];
		for (let number = this.#last.number + 1; number <= final; number++) {
			const block = { hash: await this.#chain.hashAt(number), number, finalized: true };
			const events = await this.#chain.events(block.hash);
			const isRebate = (market: number) => (this.#markets.get(market)?.fees.makerPpm ?? 0) < 0;
			found.push(...ownFills(executedOf(events), this.#account, block, isRebate));
			this.#note(events);
			this.#last = block;
		}
		this.fills.push(...found);
		return found;
	}

	/** Compares with what the chain says at the last block that is accounted for. */
	async reconcile(): Promise<Line[]> {
		const end = await totals(this.#chain, this.#account.address, this.#last.hash);
		return this.#tokens.map(({ id, symbol, decimals }) => {
			const now = end.get(id) ?? 0n;
			const implied = this.implied(id);
			const show = (atoms: bigint) => formatDecimal(atoms, decimals);
			const difference = show(now - this.startOf(id) - implied);
			return { token: symbol, start: show(this.startOf(id)), end: show(now), implied: show(implied), difference };
		});
	}

	/** What fills and fees have done to the account's balance of a token, in atoms. */
	implied(token: number): bigint {
		let sum = token === NATIVE.id ? -this.fees : 0n;
		for (const { market, side, lots, notional, fee } of this.fills) {
			const { base, quote, lotSize } = this.#markets.get(market) ?? {};
			const bought = side === 'buy' ? 1n : -1n;
			if (token === base?.id) sum += bought * lots * BigInt(lotSize ?? 0);
			if (token === quote?.id) sum -= bought * notional + fee;
		}
		return sum;
	}

	#note(events: readonly ChainEvent[]): void {
		for (const { event } of events) {
			const name = `${event.type}.${event.value.type}`;
			if (name === 'TransactionPayment.TransactionFeePaid') {
				const { who, actual_fee } = event.value.value as { who: string; actual_fee: bigint };
				if (who === this.#account.address) this.fees += actual_fee;
			}
			// A vote may turn the makers' fee into a rebate while the bot runs.
			if (name === 'OrderBook.MarketParamsSet') {
				const { market: id, params } = event.value.value as { market: number; params: { maker_fee_ppm: number } };
				const market = this.#markets.get(id);
				if (market) this.#markets.set(id, { ...market, fees: { ...market.fees, makerPpm: params.maker_fee_ppm } });
			}
		}
	}
}

/** All that an account owns, free and on hold, in atoms by token. */
async function totals(chain: Kongsi, account: string, at: string): Promise<Map<number, bigint>> {
	const balances = await chain.balances(account, at);
	return new Map(balances.map(({ token, total, decimals }) => [token, parseDecimal(total, decimals)]));
}
