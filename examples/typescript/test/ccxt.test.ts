// Every method of the adapter against a real node: `KONGSI_WS` is the address of a development node with a fresh book.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as errors from '../src/ccxt-errors.ts';
import type { Order } from '../src/ccxt-shapes.ts';
import { KongsiExchange } from '../src/ccxt.ts';

const url = process.env['KONGSI_WS'];
const skip = url === undefined && 'set KONGSI_WS to the address of a development node';
const HALO = 'HALO/CASH';
const options = url === undefined ? {} : { url };
const bob = new KongsiExchange({ ...options, privateKey: '//Bob' });
const charlie = new KongsiExchange({ ...options, privateKey: '//Charlie' });
const stranger = new KongsiExchange(options);
const nobody = new KongsiExchange({ ...options, privateKey: `//nobody-${Date.now().toString(36)}` });

after(() => Promise.all([bob, charlie, stranger, nobody].map((exchange) => exchange.close())));

const isTime = (value: unknown) => typeof value === 'number' && Math.abs(value - Date.now()) < 3_600_000;

test('the adapter reads markets', { skip }, async () => {
	const markets = await stranger.loadMarkets();
	const market = markets[HALO];
	assert.ok(market);
	assert.deepEqual([market.id, market.base, market.quote, market.baseId, market.quoteId], ['1', 'HALO', 'CASH', '2', '1']);
	assert.deepEqual(market.precision, { amount: 1, price: 0.01 });
	assert.deepEqual([market.maker, market.taker, market.limits.cost.min], [0.0001, 0.0005, 1]);
	assert.deepEqual((await stranger.fetchMarkets()).map(({ symbol }) => symbol).sort(), ['HALO/CASH', 'KSI/CASH']);
	const currencies = await stranger.fetchCurrencies();
	assert.deepEqual([currencies['CASH']?.precision, currencies['KSI']?.precision, currencies['HALO']?.precision], [1e-6, 1e-12, 1]);
	assert.equal(stranger.has['fetchOrderBook'], true);
	assert.equal(stranger.has['createOrder'], false);
});

test('the adapter reads the book and the ticker', { skip }, async () => {
	const book = await stranger.fetchOrderBook(HALO, 5);
	assert.ok(book.bids.length > 0 && book.bids.length <= 5 && book.asks.length > 0);
	const [[bid], [ask]] = [book.bids[0] ?? [], book.asks[0] ?? []];
	assert.ok(bid !== undefined && ask !== undefined && bid < ask);
	assert.ok(book.bids.every(([price], index, all) => index === 0 || price < (all[index - 1]?.[0] ?? 0)), 'bids fall');
	assert.ok(book.nonce > 0 && isTime(book.timestamp));
	assert.equal(book.datetime, new Date(book.timestamp ?? 0).toISOString());
	assert.deepEqual([book.copy().bids, book.copy().nonce], [book.bids, book.nonce]);
	const ticker = await stranger.fetchTicker(HALO);
	assert.deepEqual([ticker.symbol, ticker.bid, ticker.ask], [HALO, bid, ask]);
	assert.deepEqual(Object.keys(await stranger.fetchTickers()).sort(), ['HALO/CASH', 'KSI/CASH']);
	assert.deepEqual(Object.keys(await stranger.fetchTickers([HALO])), [HALO]);
});

test('the adapter rounds only when it is asked to', { skip }, async () => {
	await stranger.loadMarkets();
	assert.equal(stranger.priceToPrecision(HALO, 24.956), '24.96');
	assert.equal(stranger.amountToPrecision(HALO, 10.9), '10');
	assert.equal(stranger.amountToPrecision('KSI/CASH', '0.019'), '0.01');
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 1.5, 20), errors.InvalidOrder);
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 10, 20.001), errors.InvalidOrder);
});

test('an order is placed, found, edited and cancelled', { skip }, async () => {
	const before = await bob.fetchBalance();
	const placed = await bob.createOrder(HALO, 'limit', 'buy', 10, 20, { postOnly: true, clientOrderId: '77' });
	assert.deepEqual(
		[placed.status, placed.side, placed.price, placed.amount, placed.filled, placed.remaining, placed.postOnly, placed.clientOrderId],
		['open', 'buy', 20, 10, 0, 10, true, '77'],
	);
	assert.ok(isTime(placed.timestamp));
	// 20 x 10 and the highest fee, 0.1 %, are on hold.
	const during = await bob.fetchBalance();
	const used = (balances: typeof before) => balances.used['CASH'] ?? 0;
	assert.ok(Math.abs(used(during) - used(before) - 200.2) < 1e-9);
	assert.equal(during.total['CASH'], before.total['CASH']);
	assert.deepEqual(during['CASH'], { free: during.free['CASH'], used: during.used['CASH'], total: during.total['CASH'] });

	assert.deepEqual(plainOrder(await bob.fetchOrder(placed.id, HALO)), plainOrder(placed));
	assert.ok((await bob.fetchOpenOrders(HALO)).some(({ id }) => id === placed.id));
	assert.ok((await bob.fetchOpenOrders()).some(({ id }) => id === placed.id));

	const smaller = await bob.editOrder(placed.id, HALO, 'limit', 'buy', 6);
	assert.deepEqual([smaller.id, smaller.amount, smaller.price], [placed.id, 6, 20]);
	const moved = await bob.editOrder(placed.id, HALO, 'limit', 'buy', 8, 20.5);
	assert.notEqual(moved.id, placed.id);
	assert.deepEqual([moved.amount, moved.price, moved.clientOrderId], [8, 20.5, '77']);

	const cancelled = await bob.cancelOrder(moved.id, HALO);
	assert.deepEqual([cancelled.status, cancelled.id], ['canceled', moved.id]);
	assert.equal((await bob.fetchOrder(moved.id, HALO)).status, 'canceled');
	await assert.rejects(bob.cancelOrder(moved.id, HALO), errors.OrderNotFound);
	await assert.rejects(bob.fetchOrder('12345', HALO), errors.OrderNotFound);
	assert.equal(used(await bob.fetchBalance()), used(before));
});

test('all orders are cancelled at once', { skip }, async () => {
	await bob.createOrder(HALO, 'limit', 'buy', 10, 20);
	await bob.createOrder(HALO, 'limit', 'sell', 10, 30);
	const cancelled = await bob.cancelAllOrders(HALO);
	assert.deepEqual(cancelled.map(({ status }) => status), ['canceled', 'canceled']);
	assert.deepEqual(await bob.fetchOpenOrders(HALO), []);
	assert.deepEqual(await bob.cancelAllOrders(), []);
});

test('a trade is seen by its maker, its taker and the public', { skip, timeout: 120_000 }, async () => {
	await charlie.loadMarkets();
	const published = stranger.watchTrades(HALO);
	// Give the feed a block to begin with.
	await stranger.watchOrderBook(HALO);
	await stranger.watchOrderBook(HALO);
	const resting = await bob.createOrder(HALO, 'limit', 'sell', 10, 25.01, { postOnly: true, slide: true });
	const changed = bob.watchOrders(HALO);
	const taken = await charlie.createOrder(HALO, 'limit', 'buy', 4, 25.01, { timeInForce: 'IOC' });
	assert.deepEqual([taken.status, taken.filled, taken.average, taken.cost], ['closed', 4, 25.01, 100.04]);
	// 100.04 x 0.05 %.
	assert.deepEqual(taken.fee, { currency: 'CASH', cost: 0.05002 });
	assert.equal((await charlie.fetchOrder(taken.id, HALO)).status, 'closed');

	let order: Order | undefined;
	for (let waits = changed; order?.filled !== 4; waits = bob.watchOrders(HALO)) order = (await waits).findLast(({ id }) => id === resting.id);
	assert.deepEqual([order.status, order.filled, order.remaining, order.average], ['open', 4, 6, 25.01]);
	// 100.04 x 0.01 %, rounded down to 0.010004.
	assert.deepEqual(order.fee, { currency: 'CASH', cost: 0.010004 });
	assert.deepEqual(plainOrder(await bob.fetchOrder(resting.id, HALO)), plainOrder(order));

	const [trade] = await published;
	assert.ok(trade);
	assert.deepEqual([trade.symbol, trade.side, trade.price, trade.amount, trade.cost], [HALO, 'buy', 25.01, 4, 100.04]);
	assert.ok(isTime(trade.timestamp));
	await bob.cancelAllOrders(HALO);
	const end = await bob.fetchOrder(resting.id, HALO);
	assert.deepEqual([end.status, end.filled], ['canceled', 4]);
});

test('the book is watched', { skip, timeout: 60_000 }, async () => {
	const first = await stranger.watchOrderBook(HALO, 10);
	const second = await stranger.watchOrderBook(HALO, 10);
	assert.ok((second.timestamp ?? 0) > (first.timestamp ?? 0));
	assert.ok(second.nonce >= first.nonce && second.bids.length <= 10);
});

test('a market order takes what there is, within its slippage', { skip }, async () => {
	const bought = await charlie.createOrder(HALO, 'market', 'buy', 5);
	assert.deepEqual([bought.type, bought.timeInForce, bought.status, bought.filled], ['market', 'IOC', 'closed', 5]);
	const sold = await charlie.createOrder(HALO, 'market', 'sell', 5, undefined, { slippage: 0.1 });
	assert.deepEqual([sold.status, sold.filled], ['closed', 5]);
	assert.ok((sold.average ?? 0) < (bought.average ?? 0));
});

test('history is served by nodes that keep it, and refused in words by others', { skip }, async () => {
	await bob.loadMarkets();
	for (const [method, call] of [
		['fetchOHLCV', () => bob.fetchOHLCV(HALO, '1m')],
		['fetchTrades', () => bob.fetchTrades(HALO)],
		['fetchMyTrades', () => bob.fetchMyTrades(HALO)],
	] as const) {
		if (bob.has[method]) {
			const rows = await call();
			assert.ok(rows.length > 0, `${method} knows of the trades above`);
			const [row] = rows;
			if (Array.isArray(row)) assert.ok(row.length === 6 && row.every(Number.isFinite));
			else assert.ok(row && row.price > 0 && row.amount > 0 && isTime(row.timestamp));
		} else {
			await assert.rejects(call(), errors.NotSupported);
		}
	}
	const [own] = bob.has['fetchMyTrades'] ? (await bob.fetchMyTrades(HALO)).filter(({ order }) => order !== undefined) : [];
	if (own?.order) {
		// Another program of the same trader has not seen the order placed, which is gone.
		const other = new KongsiExchange({ ...options, privateKey: '//Bob' });
		const order = await other.fetchOrder(own.order, HALO);
		assert.ok(order.amount > 0 && (order.filled ?? 0) > 0 && order.status !== 'open');
		await other.close();
	}
});

test("the dead-man's switch is set, or refused in words where there is none", { skip }, async () => {
	await bob.loadMarkets();
	if (bob.has['cancelAllOrdersAfter']) {
		await bob.cancelAllOrdersAfter(60_000, { symbols: [HALO] });
		await bob.cancelAllOrdersAfter(0, { symbols: [HALO] });
		// A switch that is not armed must not look as if it were.
		await assert.rejects(bob.cancelAllOrdersAfter(366 * 86_400_000, { symbols: [HALO] }), errors.InvalidOrder);
	} else {
		await assert.rejects(bob.cancelAllOrdersAfter(60_000), errors.NotSupported);
	}
});

test('errors have the names that ccxt gives them', { skip }, async () => {
	await assert.rejects(stranger.fetchOrderBook('GOLD/CASH'), errors.BadSymbol);
	await assert.rejects(stranger.fetchBalance(), errors.AuthenticationError);
	await assert.rejects(bob.fetchOrder('1'), errors.ArgumentsRequired);
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 10), errors.ArgumentsRequired);
	await assert.rejects(bob.createOrder(HALO, 'limit', 'sell', 1_000_000, 25), errors.InsufficientFunds);
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 10, 26, { postOnly: true }), errors.OrderImmediatelyFillable);
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 1_000, 24, { timeInForce: 'FOK' }), errors.OrderNotFillable);
	await bob.createOrder(HALO, 'limit', 'buy', 10, 20, { clientOrderId: '5' });
	await assert.rejects(bob.createOrder(HALO, 'limit', 'buy', 10, 20, { clientOrderId: '5' }), errors.DuplicateOrderId);
	await bob.cancelAllOrders(HALO);
	// An account that has nothing cannot even pay for the transaction.
	await assert.rejects(nobody.createOrder(HALO, 'limit', 'buy', 10, 20), errors.InsufficientFunds);
	await assert.rejects(new KongsiExchange({ url: 'ws://127.0.0.1:9' }).loadMarkets(), errors.NetworkError);
	assert.ok(new errors.OrderNotFound('') instanceof errors.ExchangeError && new errors.OrderNotFound('').name === 'OrderNotFound');
});

/** What two readings of an order have in common. */
function plainOrder({ info: _, ...order }: Order): Omit<Order, 'info'> {
	return order;
}
