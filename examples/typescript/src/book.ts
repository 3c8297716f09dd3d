/**
 * The book of a market as it changes.
 *
 * Where the node serves the stream `orderbook_v1_subscribeDepth`, a snapshot and then the differences of each block are
 * put together here, and each difference is checked to follow the last. Elsewhere the node is asked once a block.
 */

import { EMPTY, type Observable, concat, concatMap, defer, from, of, retry, switchMap, throwError, timer } from 'rxjs';
import { type Kongsi, RpcFailure } from './kongsi.ts';
import type { BlockRef, Depth, DepthLevel } from './types.ts';

const SUBSCRIBE = 'orderbook_v1_subscribeDepth';
const UNSUBSCRIBE = 'orderbook_v1_unsubscribeDepth';
/** How long to wait for another try after the node has ended a stream or could not answer. */
const RETRY_MS = 1_000;
/** docs/rpc.md lists the codes of errors. */
const UNKNOWN_MARKET = 12001;

/** What the stream sends. Sizes are absolute; the size "0" removes a level. */
export type DepthMessage =
	/** The book after a block. It replaces all there was. */
	| {
			readonly type: 'snapshot';
			readonly block: BlockRef;
			readonly seq: number;
			readonly bids: readonly DepthLevel[];
			readonly asks: readonly DepthLevel[];
	  }
	/** What a block has changed: from its first change `U` to its last one `u`; `pu` is the last one before. */
	| {
			readonly type: 'diff';
			readonly block: BlockRef;
			readonly parent: string;
			readonly U: number;
			readonly u: number;
			readonly pu: number;
			readonly bids: readonly DepthLevel[];
			readonly asks: readonly DepthLevel[];
	  }
	/** The blocks after `common` are not on the best chain any more. A snapshot follows. */
	| { readonly type: 'reset'; readonly common: BlockRef | null }
	/** All up to this block cannot change any more. */
	| { readonly type: 'final'; readonly block: BlockRef; readonly seq: number | null }
	/** The last message. */
	| { readonly type: 'closed'; readonly reason: string };

/** The stream has ended, or a message did not follow the last one: subscribe anew. */
export class Gap extends Error {
	override name = 'Gap';
}

/** A book put together from messages. */
export class LocalBook {
	readonly #market: { readonly id: number; readonly symbol: string };
	readonly #bids = new Map<string, DepthLevel>();
	readonly #asks = new Map<string, DepthLevel>();
	#last: { readonly hash: string; readonly seq: number } | undefined;

	constructor(market: { readonly id: number; readonly symbol: string }) {
		this.#market = market;
	}

	/** Takes a message in; returns the book where it is whole and of a new block. Throws `Gap`. */
	apply(message: DepthMessage): Depth | undefined {
		let seq: number;
		switch (message.type) {
			case 'snapshot':
				this.#bids.clear();
				this.#asks.clear();
				seq = message.seq;
				break;
			case 'diff':
				if (message.pu !== this.#last?.seq || message.parent !== this.#last.hash) {
					throw new Gap(`the book of block ${message.block.number} does not follow the last one`);
				}
				seq = message.u;
				break;
			case 'reset':
				this.#last = undefined;
				return undefined;
			case 'final':
				return undefined;
			case 'closed':
				throw new Gap(`the node has closed the stream: ${message.reason}`);
		}
		set(this.#bids, message.bids);
		set(this.#asks, message.asks);
		this.#last = { hash: message.block.hash, seq };
		const { id: market, symbol } = this.#market;
		const rising = (a: DepthLevel, b: DepthLevel) => compare(a[0], b[0]);
		const asks = [...this.#asks.values()].sort(rising);
		const bids = [...this.#bids.values()].sort(rising).reverse();
		return { block: message.block, market, symbol, seq, bids, asks };
	}
}

function set(side: Map<string, DepthLevel>, levels: readonly DepthLevel[]): void {
	for (const level of levels) {
		if (level[1] === '0') side.delete(level[0]);
		else side.set(level[0], level);
	}
}

/** Compares decimal strings by what they say. Floats would do for the order, but not for prices of more than 15 digits. */
function compare(a: string, b: string): number {
	const [wholeA = '', partA = ''] = a.split('.');
	const [wholeB = '', partB = ''] = b.split('.');
	if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
	if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
	const digits = Math.max(partA.length, partB.length);
	const [x, y] = [partA.padEnd(digits, '0'), partB.padEnd(digits, '0')];
	return x < y ? -1 : x > y ? 1 : 0;
}

/** The book at each new best block. */
export function book$(chain: Kongsi, market: { readonly id: number; readonly symbol: string }, levels: number): Observable<Depth> {
	return chain.methods.has(SUBSCRIBE) ? streamed(chain, market, levels) : asked(chain, market.id, levels);
}

function streamed(chain: Kongsi, market: { readonly id: number; readonly symbol: string }, levels: number): Observable<Depth> {
	return defer(() => {
		const book = new LocalBook(market);
		return concat(
			chain.subscribe<DepthMessage>(SUBSCRIBE, UNSUBSCRIBE, [market.id, levels]).pipe(
				concatMap((message) => {
					const depth = book.apply(message);
					return depth ? of(depth) : EMPTY;
				}),
			),
			throwError(() => new Gap('the stream has ended')),
		);
	}).pipe(retry({ delay: delay(chain) }));
}

function asked(chain: Kongsi, market: number, levels: number): Observable<Depth> {
	return chain.best$.pipe(
		// A question that the next block overtakes is not waited for.
		switchMap(({ hash }) => from(chain.depth(market, levels, hash))),
		retry({ delay: delay(chain) }),
	);
}

/** Whether, and when, to begin anew. */
function delay(chain: Kongsi): (error: unknown) => Observable<unknown> {
	return (error) => {
		// A market that is not there will not be there in a second either.
		const hopeless = chain.closed || (error instanceof RpcFailure && error.code === UNKNOWN_MARKET);
		return hopeless ? throwError(() => error) : timer(RETRY_MS);
	};
}
