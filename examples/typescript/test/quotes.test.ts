import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Live, type Settings, type View, plan } from '../src/quotes.ts';
import type { Operation, Side } from '../src/types.ts';
import { Grid } from '../src/units.ts';
import { market } from './market.ts';

const settings: Settings = { levels: 2, lots: 10n, halfSpread: 2n, step: 1n, bound: 100n };
const rich = 10n ** 12n;

function view(changes: Partial<View> = {}): View {
	const grid = new Grid(market());
	return { grid, twiceReference: 5_000n, live: [], position: 0n, freeBase: rich, freeQuote: rich, ...changes };
}

const live = (id: bigint, side: Side, ticks: bigint, lots = 10n, expired = false): Live => ({ id, side, ticks, lots, expired });
const asWanted = [live(1n, 'Bid', 2_498n), live(2n, 'Bid', 2_497n), live(3n, 'Ask', 2_502n), live(4n, 'Ask', 2_503n)];

/** Operations in short: `Place Bid 2498 x 10`. */
const short = (operations: readonly Operation[]) =>
	operations.map(({ type, value }) => {
		if (type === 'Place') return `${type} ${value.order.side.type} ${value.order.price} x ${value.order.quantity} ${value.order.time_in_force.type}`;
		if (type === 'Amend') return `${type} ${value.order_id} to ${value.price ?? '-'} x ${value.quantity ?? '-'}`;
		if (type === 'Cancel') return `${type} ${value.order_id}`;
		return type;
	});

test('an empty book gets both sides around the reference', () => {
	assert.deepEqual(short(plan(view(), settings)), [
		'Place Bid 2498 x 10 PostOnlySlide',
		'Place Bid 2497 x 10 PostOnlySlide',
		'Place Ask 2502 x 10 PostOnlySlide',
		'Place Ask 2503 x 10 PostOnlySlide',
	]);
});

test('a book as wanted is left alone', () => {
	assert.deepEqual(plan(view({ live: asWanted }), settings), []);
});

test('a reference between two ticks is rounded away on both sides', () => {
	// 2,500.5: bids from 2,498 down, asks from 2,503 up.
	const prices = plan(view({ twiceReference: 5_001n }), settings).map(({ type, value }) => type === 'Place' && value.order.price);
	assert.deepEqual(prices, [2_498n, 2_497n, 2_503n, 2_504n]);
});

test('orders move with the reference, by amendments that cannot grow them', () => {
	assert.deepEqual(short(plan(view({ live: asWanted, twiceReference: 5_002n }), settings)), [
		'Amend 1 to 2499 x -',
		'Amend 2 to 2498 x -',
		'Amend 3 to 2503 x -',
		'Amend 4 to 2504 x -',
	]);
});

test('an order that was filled for the larger part gets its size back', () => {
	const orders = [live(1n, 'Bid', 2_498n, 4n), ...asWanted.slice(1)];
	assert.deepEqual(short(plan(view({ live: orders }), settings)), ['Amend 1 to - x 10']);
	const half = [live(1n, 'Bid', 2_498n, 5n), ...asWanted.slice(1)];
	assert.deepEqual(plan(view({ live: half }), settings), []);
});

test('what is live counts against the bound as if all of it had filled', () => {
	// 85 bought, 4 resting: room for 11. Growing the first back to 10 counts as 10, and the second order finds no room.
	const near = view({ position: 85n, live: [live(1n, 'Bid', 2_498n, 4n)] });
	assert.deepEqual(short(plan(near, settings)), [
		'Amend 1 to - x 10',
		'Place Ask 2502 x 10 PostOnlySlide',
		'Place Ask 2503 x 10 PostOnlySlide',
	]);
	// At the bound nothing is bought, and at the other nothing is sold.
	assert.ok(short(plan(view({ position: 100n }), settings)).every((operation) => operation.includes('Ask')));
	assert.ok(short(plan(view({ position: -100n }), settings)).every((operation) => operation.includes('Bid')));
});

test('what cannot be paid for is not tried', () => {
	// One bid at 2,498 holds 2,498 x 10 x 10,000 and 0.1 %: 250,049,800. One atom less pays for none.
	const poor = view({ freeQuote: 250_049_799n, freeBase: 9n });
	assert.deepEqual(short(plan(poor, settings)), ['Place Bid 2497 x 10 PostOnlySlide']);
});

test('surplus and ended orders are cancelled before anything is placed', () => {
	const orders = [...asWanted, live(5n, 'Bid', 2_400n), live(6n, 'Ask', 2_501n, 10n, true)];
	assert.deepEqual(short(plan(view({ live: orders }), settings)), ['Cancel 5', 'Cancel 6']);
});

test('a take crosses the spread at once and within the bound', () => {
	const take = { side: 'Bid', ticks: 2_510n } as const;
	assert.deepEqual(short(plan(view({ live: asWanted, take }), settings)), ['Place Bid 2510 x 10 ImmediateOrCancel']);
	assert.deepEqual(plan(view({ live: asWanted, take, position: 75n }), settings), []);
});
