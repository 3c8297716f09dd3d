import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DepthMessage, Gap, LocalBook } from '../src/book.ts';

const market = { id: 1, symbol: 'HALO/CASH' };
const block = (number: number) => ({ hash: `0x${number}`, number });
const snapshot: DepthMessage = {
	type: 'snapshot',
	block: block(10),
	seq: 5,
	bids: [['24.95', '20', 1], ['9.9', '40', 1]],
	asks: [['25.05', '20', 1], ['100', '1', 1]],
};
const diff = (number: number, pu: number, u: number, changes: Partial<Extract<DepthMessage, { type: 'diff' }>> = {}): DepthMessage => ({
	type: 'diff',
	block: block(number),
	parent: `0x${number - 1}`,
	U: Math.min(pu + 1, u),
	u,
	pu,
	bids: [],
	asks: [],
	...changes,
});

test('differences are absolute sizes, and nothing removes a level', () => {
	const book = new LocalBook(market);
	assert.deepEqual(book.apply(snapshot)?.bids, snapshot.bids);
	const after = book.apply(diff(11, 5, 8, { bids: [['24.96', '7', 1], ['9.9', '0', 0]], asks: [['25.05', '15', 1]] }));
	assert.deepEqual(after, {
		block: block(11),
		market: 1,
		symbol: 'HALO/CASH',
		seq: 8,
		bids: [['24.96', '7', 1], ['24.95', '20', 1]],
		asks: [['25.05', '15', 1], ['100', '1', 1]],
	});
	// A block in which nothing happens is the heartbeat.
	assert.equal(book.apply(diff(12, 8, 8))?.block.number, 12);
});

test('a difference that does not follow the last message is a gap', () => {
	for (const wrong of [diff(11, 6, 8), diff(12, 5, 8)]) {
		const book = new LocalBook(market);
		book.apply(snapshot);
		assert.throws(() => book.apply(wrong), Gap);
	}
	assert.throws(() => new LocalBook(market).apply(diff(11, 5, 8)), Gap);
});

test('after a reorganisation the next snapshot counts', () => {
	const book = new LocalBook(market);
	book.apply(snapshot);
	assert.equal(book.apply({ type: 'final', block: block(9), seq: 4 }), undefined);
	assert.equal(book.apply({ type: 'reset', common: block(9) }), undefined);
	assert.throws(() => book.apply(diff(11, 5, 8)), Gap);
	assert.equal(book.apply({ ...snapshot, seq: 4, bids: [] })?.bids.length, 0);
	assert.throws(() => book.apply({ type: 'closed', reason: 'too slow' }), /too slow/);
});
