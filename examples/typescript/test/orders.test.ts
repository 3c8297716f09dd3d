import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Enum } from 'polkadot-api';
import { Subject } from 'rxjs';
import { Bookkeeper } from '../src/ccxt-orders.ts';
import { knownOrder } from '../src/ccxt-shapes.ts';
import type { Kongsi } from '../src/kongsi.ts';
import type { Receipt } from '../src/lane.ts';
import type { Executed, Placed } from '../src/types.ts';
import { Grid } from '../src/units.ts';
import { market } from './market.ts';

const HALO = market();
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

/** A chain of blocks by hash, each with its parent and what was executed. */
class Blocks {
	readonly best$ = new Subject<{ hash: string; number: number }>();
	readonly #blocks = new Map<string, { parent: string; executed: readonly Executed[] }>();

	grow(hash: string, number: number, parent: string, executed: readonly Executed[] = []): void {
		this.#blocks.set(hash, { parent, executed });
		this.best$.next({ hash, number });
	}

	parentOf(hash: string): Promise<string> {
		return Promise.resolve(this.#blocks.get(hash)?.parent ?? '');
	}

	events(hash: string): Promise<unknown> {
		const executed = this.#blocks.get(hash)?.executed ?? [];
		return Promise.resolve(executed.map((value) => ({ event: Enum('OrderBook', Enum('Executed', value)) })));
	}

	timeOf(): Promise<number> {
		return Promise.resolve(1_000);
	}
}

/** An order to buy 10 lots that fills all of them and does not rest. */
const taken: Placed = {
	order: undefined,
	side: Enum('Bid'),
	price: 2_505n,
	rests: 0n,
	filled: 10n,
	cancelled: 0n,
	end: Enum('Complete'),
	notional: 250_500_000n,
	fee: 125_250n,
	client_id: 7n,
	expires_at: undefined,
} as Placed;

test('an order that filled in a block that was undone is filled again in the block that places it anew', async () => {
	const chain = new Blocks();
	const grid = new Grid(HALO);
	const stop = new AbortController();
	const codes = { symbolOf: () => 'HALO/CASH', quoteOf: () => 'CASH' };
	const orders = new Bookkeeper(chain as unknown as Kongsi, ALICE, () => grid, codes, stop.signal);
	const executed = { market: HALO.id, trader: ALICE, sequence: 1n, outcomes: [Enum('Placed', taken)], fills: [], removals: [] } as unknown as Executed;
	const status = () => {
		const known = orders.get(HALO.id, id);
		assert.ok(known);
		const { status, filled } = knownOrder(known, 'CASH', undefined);
		return [status, filled];
	};
	const changes = orders.changes(HALO.id);

	chain.grow('0xa', 1, '');
	chain.grow('0xb', 2, '0xa', [executed]);
	const receipt = { hash: '0x1', block: { hash: '0xb', number: 2 }, fee: 0n, error: undefined, executed: [executed] } as unknown as Receipt;
	const order = { symbol: 'HALO/CASH', grid, type: 'market' as const, timeInForce: 'IOC', lots: 10n, timestamp: 1_000, receipt, placed: taken };
	const { id } = orders.placed(order);
	await changes.next();
	assert.deepEqual(status(), ['closed', 10]);

	// A sibling without it: what became of the order is open again.
	chain.grow('0xc', 2, '0xa');
	await changes.next();
	assert.deepEqual(status(), [undefined, 0]);

	chain.grow('0xd', 3, '0xc', [executed]);
	await changes.next();
	assert.deepEqual(status(), ['closed', 10]);
	stop.abort();
});
