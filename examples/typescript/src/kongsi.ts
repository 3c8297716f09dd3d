/**
 * A connection with a node: questions, blocks, events. Reads only; `lane.ts` signs and sends.
 *
 * Reads are JSON-RPC at the hash of a block, so that everything a decision needs is of one block, and so that a question
 * still works after a reconnection. Calls are built from the metadata of the node, so no code is generated.
 */

import { type BlockInfo, type PolkadotClient, createClient } from 'polkadot-api';
import { WsEvent, getWsProvider } from 'polkadot-api/ws';
import { type Observable, Subject, distinctUntilChanged, firstValueFrom, map, takeUntil, timer } from 'rxjs';
import WebSocket from 'ws';
import { Runtime } from './runtime.ts';
import type { Bbo, BlockRef, ChainEvent, Depth, Executed, Info, Market, OpenOrder, TokenBalance } from './types.ts';

/** How long a node may take to answer. */
const PATIENCE_MS = 30_000;
/** How long to wait for the last answer when a connection ends. */
const LEAVE_MS = 1_000;
/** Runtimes whose metadata is kept: the present one, and the last during an upgrade. */
const RUNTIMES_KEPT = 2;

/** The node refused a question. `code` and `data` are as docs/rpc.md lists them. */
export class RpcFailure extends Error {
	override name = 'RpcFailure';
	readonly code: number;
	readonly data: unknown;

	constructor(method: string, code: number, message: string, data: unknown) {
		super(`${method}: ${message}`);
		this.code = code;
		this.data = data;
	}
}

/** The node did not answer, or is not there. */
export class ConnectionFailure extends Error {
	override name = 'ConnectionFailure';
}

export class Kongsi {
	/** For calls and for what this class has no method for. */
	readonly client: PolkadotClient;
	/** The methods that the node serves: groups that are not compiled in, or switched off, are missing. */
	readonly methods: ReadonlySet<string>;
	readonly #runtimes = new Map<number, Runtime>();
	readonly #ending = new Subject<void>();
	#closed = false;

	private constructor(client: PolkadotClient, methods: readonly string[]) {
		this.client = client;
		this.methods = new Set(methods);
	}

	/** Connects, and fails where nobody answers. The connection is made anew by itself when it is lost. */
	static async connect(url: string): Promise<Kongsi> {
		// Later losses are repaired by the provider; that nobody is there at all is said at once.
		let fail: (error: Error) => void = () => {};
		const unreachable = new Promise<never>((_, reject) => {
			fail = reject;
		});
		unreachable.catch(() => undefined);
		const onStatusChanged = ({ type }: { readonly type: WsEvent }): void => {
			if (type === WsEvent.ERROR || type === WsEvent.CLOSE) fail(new ConnectionFailure(`nobody answers at ${url}`));
		};
		// Node.js has a WebSocket of its own only from version 22 on.
		const client = createClient(getWsProvider(url, { websocketClass: WebSocket, onStatusChanged }));
		try {
			const asked = answer<{ methods: string[] }>(client, 'rpc_methods', []);
			asked.catch(() => undefined);
			const { methods } = await Promise.race([asked, unreachable]);
			if (!methods.includes('orderbook_v1_info')) throw new ConnectionFailure(`${url} is no node of Kongsi`);
			const chain = new Kongsi(client, methods);
			await chain.best();
			return chain;
		} catch (error) {
			client.destroy();
			throw error;
		}
	}

	/** Ends the connection; nothing works after it. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#ending.next();
		// The library takes leave of each subscription by a request whose failure nobody can catch: it has to be answered first.
		// What is asked behind it and takes longer is answered later.
		const answered = this.ask('orderbook_v1_info').catch(() => undefined);
		await Promise.race([answered, firstValueFrom(timer(LEAVE_MS))]);
		this.client.destroy();
	}

	/** Whether the connection was ended, so that nothing is worth another try. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Asks by JSON-RPC. Throws `RpcFailure` or `ConnectionFailure`. */
	ask<T>(method: string, params: readonly unknown[] = []): Promise<T> {
		return answer<T>(this.client, method, params);
	}

	/** Follows a subscription of JSON-RPC. */
	subscribe<T>(method: string, unsubscribe: string, params: readonly unknown[]): Observable<T> {
		return this.client._subscribe<T>(method, unsubscribe, [...params]).pipe(takeUntil(this.#ending));
	}

	/** The best block, and each one that becomes it. */
	get best$(): Observable<BlockInfo> {
		return this.client.bestBlocks$.pipe(
			map(([best]) => best as BlockInfo),
			distinctUntilChanged((a, b) => a.hash === b.hash),
		);
	}

	best(): Promise<BlockInfo> {
		return patiently('the best block', firstValueFrom(this.best$));
	}

	/** The last block that cannot be undone. */
	async finalized(): Promise<BlockRef> {
		const hash = await this.ask<string>('chain_getFinalizedHead');
		return { hash, number: await this.heightOf(hash), finalized: true };
	}

	async heightOf(hash: string): Promise<number> {
		return Number((await this.#header(hash)).number);
	}

	/** The hash of the block of the best chain at this height; of the only one where that is final. */
	async hashAt(height: number): Promise<string> {
		const hash = await this.ask<string | null>('chain_getBlockHash', [height]);
		if (!hash) throw new ConnectionFailure(`the node has no block ${height}`);
		return hash;
	}

	async parentOf(hash: string): Promise<string> {
		return (await this.#header(hash)).parentHash;
	}

	/** The time of a block in milliseconds of Unix time; the genesis block has none. */
	async timeOf(hash: string): Promise<number | undefined> {
		const { blockMs } = await this.ask<{ blockMs: number | null }>('orderbook_v1_time', [hash]);
		return blockMs ?? undefined;
	}

	/** Every market and token there is. */
	async info(): Promise<Info> {
		const first = await this.ask<Info>('orderbook_v1_info');
		const markets = [...first.markets];
		const tokens = new Map(first.tokens.map((token) => [token.id, token]));
		for (let cursor = first.nextCursor; cursor !== null; ) {
			const page: Info = await this.ask<Info>('orderbook_v1_info', [cursor]);
			markets.push(...page.markets);
			for (const token of page.tokens) tokens.set(token.id, token);
			cursor = page.nextCursor;
		}
		return { ...first, markets, tokens: [...tokens.values()], nextCursor: null };
	}

	async market(id: number): Promise<Market> {
		const { markets } = await this.info();
		const market = markets.find((market) => market.id === id);
		if (!market) throw new Error(`there is no market ${id}: there are ${markets.map(({ id, symbol }) => `${id} ${symbol}`).join(', ')}`);
		return market;
	}

	depth(market: number, levels: number, at?: string): Promise<Depth> {
		return this.ask<Depth>('orderbook_v1_depth', [market, levels, at]);
	}

	async bbo(market: number, at?: string): Promise<Bbo> {
		const { markets } = await this.ask<{ markets: Bbo[] }>('orderbook_v1_bbo', [[market], at]);
		const [bbo] = markets;
		if (!bbo) throw new Error(`there is no market ${market}`);
		return bbo;
	}

	/** An account's open orders, in one market or in all. */
	async openOrders(account: string, market?: number, at?: string): Promise<OpenOrder[]> {
		type Page = { orders: OpenOrder[]; nextCursor: string | null };
		return this.#pages<Page, OpenOrder>('orderbook_v1_openOrders', [account, market], at, ({ orders }) => orders);
	}

	/** What an account has of KSI and of every token that has a market. Tokens it has nothing of are left out. */
	async balances(account: string, at?: string): Promise<TokenBalance[]> {
		type Page = { balances: TokenBalance[]; nextCursor: string | null };
		return this.#pages<Page, TokenBalance>('orderbook_v1_balances', [account], at, ({ balances }) => balances);
	}

	/** The runtime of the best block. */
	async runtime(): Promise<Runtime> {
		return this.#runtimeAt((await this.best()).hash);
	}

	/** All events of a block, as long as the node has its state: 256 blocks, or all of them in an archive. */
	async events(hash: string): Promise<ChainEvent[]> {
		// A block that changes the runtime was itself executed by the old one: that of its parent.
		const runtime = await this.#runtimeAt(await this.parentOf(hash));
		const stored = await this.ask<string | null>('state_getStorage', [runtime.eventsKey, hash]);
		return stored === null ? [] : runtime.events(stored);
	}

	async #header(hash: string): Promise<{ number: string; parentHash: string }> {
		const header = await this.ask<{ number: string; parentHash: string } | null>('chain_getHeader', [hash]);
		if (!header) throw new ConnectionFailure(`the node does not know block ${hash}`);
		return header;
	}

	async #runtimeAt(hash: string): Promise<Runtime> {
		const { specVersion } = await this.ask<{ specVersion: number }>('state_getRuntimeVersion', [hash]);
		let runtime = this.#runtimes.get(specVersion);
		if (!runtime) {
			runtime = new Runtime(await this.ask<string>('state_getMetadata', [hash]));
			this.#runtimes.set(specVersion, runtime);
			const [oldest] = this.#runtimes.keys();
			if (this.#runtimes.size > RUNTIMES_KEPT && oldest !== undefined) this.#runtimes.delete(oldest);
		}
		return runtime;
	}

	async #pages<Page extends { nextCursor: string | null }, Item>(
		method: string,
		params: readonly unknown[],
		at: string | undefined,
		items: (page: Page) => Item[],
	): Promise<Item[]> {
		const all: Item[] = [];
		let cursor: string | null = null;
		do {
			const page: Page = await this.ask<Page>(method, [...params, cursor, null, at]);
			all.push(...items(page));
			cursor = page.nextCursor;
		} while (cursor !== null);
		return all;
	}
}

/** The events of calls on markets among all events of a block. */
export function executedOf(events: readonly ChainEvent[]): Executed[] {
	return events
		.filter(({ event }) => event.type === 'OrderBook' && event.value.type === 'Executed')
		.map(({ event }) => event.value.value as Executed);
}

async function answer<T>(client: PolkadotClient, method: string, params: readonly unknown[]): Promise<T> {
	// JSON has no `undefined`; a parameter that is null takes its default.
	const given = params.map((param) => param ?? null);
	try {
		return await patiently(method, client._request<T, unknown[]>(method, given));
	} catch (error) {
		if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
			throw new RpcFailure(method, error.code, error.message, 'data' in error ? error.data : undefined);
		}
		if (error instanceof ConnectionFailure) throw error;
		throw new ConnectionFailure(`${method}: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** Fails, with what was awaited, when it takes too long. */
export async function patiently<T>(what: string, promise: Promise<T>, patience = PATIENCE_MS): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new ConnectionFailure(`waited ${patience / 1_000} s for ${what}`)), patience);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
