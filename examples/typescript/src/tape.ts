/**
 * What happened on markets, along the best chain: each block once, in order, and taken back when the chain does.
 *
 * Works with every node, since it reads the events of blocks. A node that serves `orderbook_v1_subscribeTrades` and
 * `orderbook_v1_subscribeAccount` sends the same, already put into words.
 */

import { executedOf, type Kongsi } from './kongsi.ts';
import type { Executed } from './types.ts';
import { newest } from './follow.ts';

/** Blocks whose events are kept: more than the chain can take back while it is final within a minute. */
const KEPT = 256;

export interface TapeBlock {
	readonly hash: string;
	readonly number: number;
	/** Milliseconds of Unix time. */
	readonly time: number | undefined;
	readonly executed: readonly Executed[];
}

/** First forget everything from block `undo` on, if there is one; then take `blocks`. */
export interface TapeStep {
	readonly undo: number | undefined;
	readonly blocks: readonly TapeBlock[];
}

/** Reads blocks from the next one on. */
export async function* tape(chain: Kongsi, signal: AbortSignal): AsyncGenerator<TapeStep, void, void> {
	const hashes = new Map<number, string>();
	let top: number | undefined;
	for await (const best of newest(chain.best$, signal)) {
		if (top === undefined) {
			hashes.set(best.number, best.hash);
			top = best.number;
			continue;
		}
		// From the new head back to a block that is known.
		const route: { readonly hash: string; readonly number: number }[] = [];
		let hash = best.hash;
		let number = best.number;
		while (hashes.get(number) !== hash && number > top - KEPT && number > 0) {
			route.push({ hash, number });
			hash = await chain.parentOf(hash);
			number -= 1;
		}
		const undo = number < top ? number + 1 : undefined;
		const blocks: TapeBlock[] = [];
		for (const block of route.reverse()) {
			const executed = executedOf(await chain.events(block.hash));
			const time = executed.length > 0 ? await chain.timeOf(block.hash) : undefined;
			blocks.push({ ...block, time, executed });
			hashes.set(block.number, block.hash);
		}
		for (let stale = best.number + 1; stale <= top; stale++) hashes.delete(stale);
		top = best.number;
		for (const old of hashes.keys()) {
			if (old > top - KEPT) break;
			hashes.delete(old);
		}
		yield { undo, blocks };
	}
}

/** What came in since somebody last asked; the oldest are dropped beyond a bound. */
export class Feed<T> {
	readonly #bound: number;
	#items: T[] = [];
	#waiting: { resolve: (items: T[]) => void; reject: (error: unknown) => void }[] = [];
	#failure: { readonly error: unknown } | undefined;

	constructor(bound = 1_000) {
		this.#bound = bound;
	}

	push(...items: T[]): void {
		if (items.length === 0) return;
		this.#items = [...this.#items, ...items].slice(-this.#bound);
		if (this.#waiting.length === 0) return;
		const all = this.#items;
		this.#items = [];
		for (const { resolve } of this.#waiting.splice(0)) resolve(all);
	}

	/** What is there, or what comes next. */
	next(): Promise<T[]> {
		if (this.#failure) return Promise.reject(this.#failure.error);
		if (this.#items.length > 0) {
			const all = this.#items;
			this.#items = [];
			return Promise.resolve(all);
		}
		return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
	}

	/** Nothing more will come. */
	fail(error: unknown): void {
		this.#failure = { error };
		for (const { reject } of this.#waiting.splice(0)) reject(error);
	}
}
