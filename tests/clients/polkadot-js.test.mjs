// A company lists a token and trades it, through the library of polkadot-js apps and most wallets.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import {
	LOT_SIZE,
	MAX_OPEN_ORDERS,
	MIN_NOTIONAL,
	PRICE_BAND_PPM,
	TICK_SIZE,
	bidHold,
	fee,
	freshName,
	freshTokenId,
	human,
	humanPrice,
	nodeUrl,
	notional,
	steps,
	within,
} from './market.mjs';

const CASH = 1;
const CASH_DECIMALS = 6;
const KSI = 10n ** 12n;
const TOKEN_DECIMALS = 2;
const START_CASH = 2_000_000_000n;
const MINTED = 1_000_000n;

test('a wallet with @polkadot/api lists a token and trades it', async (t) => {
	const provider = new WsProvider(nodeUrl());
	const api = await within(60, 'the node to answer', ApiPromise.create({ provider, noInitWarn: true }));
	t.after(() => api.disconnect());

	const step = steps(t);
	const keyring = new Keyring({ type: 'sr25519' });
	const name = freshName('polkadot-js');
	const alice = keyring.addFromUri('//Alice');
	const maker = keyring.addFromUri(`//${name}//maker`);
	const taker = keyring.addFromUri(`//${name}//taker`);
	const token = freshTokenId();

	/** Signs and sends; returns the block, the events and the fee, once in a block. */
	const submit = (signer, call) =>
		within(
			60,
			`${call.method.section}.${call.method.method} to get into a block`,
			new Promise((resolve, reject) => {
				call.signAndSend(signer, ({ events, status, dispatchError }) => {
					if (status.isInBlock) {
						const paid = find(events, 'transactionPayment', 'TransactionFeePaid');
						const error = dispatchError?.isModule
							? api.registry.findMetaError(dispatchError.asModule)
							: dispatchError;
						const block = status.asInBlock.toHex();
						resolve({ block, events, error, paid: paid.data.actualFee.toBigInt() });
					} else if (status.isDropped || status.isInvalid || status.isUsurped) {
						reject(new Error(`the transaction became ${status.type}`));
					}
				}).catch(reject);
			}),
		);
	const find = (events, section, method) =>
		events.find(({ event }) => event.section === section && event.method === method)?.event;
	const accepted = async (signer, call) => {
		const result = await submit(signer, call);
		const error = result.error?.name ?? result.error?.toString();
		assert.equal(error, undefined, `${call.method.method} was refused`);
		return result;
	};
	/** What became of the operations of a call, from its one packed event. */
	const executed = ({ events }) => find(events, 'orderBook', 'Executed').data;

	const holds = (list) => list.map(({ id, amount }) => [id.value.type, amount.toBigInt()]);
	const tokenBalance = async (at, id, who) => {
		const record = await at.query.assets.account(id, who.address);
		if (record.isNone) return { free: 0n, held: [] };
		const { balance, holds: held } = record.unwrap();
		return { free: balance.toBigInt(), held: holds(held) };
	};
	/** Compares what both accounts own at a block with what they should. */
	const balances = async (block, expected) => {
		const at = await api.at(block);
		for (const [who, { base, cash, ksi }] of expected) {
			const held = (amount) => (amount === 0n ? [] : [['OpenOrder', amount]]);
			assert.deepEqual(
				await tokenBalance(at, token, who),
				{ free: base[0], held: held(base[1]) },
				'the base token',
			);
			assert.deepEqual(await tokenBalance(at, CASH, who), { free: cash[0], held: held(cash[1]) }, 'CASH');
			const { data } = await at.query.system.account(who.address);
			assert.deepEqual([data.free.toBigInt(), data.reserved.toBigInt()], ksi, 'KSI');
		}
	};

	// KSI of both: free and held; fees and deposits are taken off as they are paid.
	const { assetDeposit, metadataDepositBase, metadataDepositPerByte } = api.consts.assets;
	const marketDeposit = api.consts.orderBook.marketDeposit.toBigInt();
	const start = 100n * KSI + assetDeposit.toBigInt();
	const ksi = { maker: [start, 0n], taker: [start, 0n] };
	const pay = (who, { paid }, deposit = 0n) => {
		ksi[who][0] -= paid + deposit;
		ksi[who][1] += deposit;
	};

	await step('Alice gives both accounts KSI and CASH', async () => {
		const { block } = await accepted(
			alice,
			api.tx.utility.batchAll(
				[maker, taker].flatMap(({ address }) => [
					api.tx.balances.transferKeepAlive(address, start),
					api.tx.assets.transferKeepAlive(CASH, address, START_CASH),
				]),
			),
		);
		const all = { base: [0n, 0n], cash: [START_CASH, 0n], ksi: [start, 0n] };
		await balances(block, [[maker, all], [taker, all]]);
	});

	await step('the maker creates a token as with pallet-assets', async () => {
		pay('maker', await accepted(maker, api.tx.assets.create(token, maker.address, 1)), assetDeposit.toBigInt());
		// 9 + 4 bytes of name and symbol.
		const described = await accepted(maker, api.tx.assets.setMetadata(token, 'Warehouse', 'WARE', TOKEN_DECIMALS));
		const deposit = metadataDepositBase.toBigInt() + 13n * metadataDepositPerByte.toBigInt();
		pay('maker', described, deposit);
		const minted = await accepted(maker, api.tx.assets.mint(token, maker.address, MINTED));
		pay('maker', minted);
		await balances(minted.block, [
			[maker, { base: [MINTED, 0n], cash: [START_CASH, 0n], ksi: ksi.maker }],
			[taker, { base: [0n, 0n], cash: [START_CASH, 0n], ksi: ksi.taker }],
		]);

		const details = (await api.query.assets.asset(token)).unwrap();
		assert.equal(details.owner.toString(), maker.address);
		assert.equal(details.supply.toBigInt(), MINTED);
		assert.equal(details.minBalance.toBigInt(), 1n);
		assert.equal(details.deposit.toBigInt(), assetDeposit.toBigInt());
		assert.equal(details.isSufficient.isTrue, false);
		assert.equal(details.accounts.toNumber(), 1);
		assert.equal(details.status.type, 'Live');
		const metadata = await api.query.assets.metadata(token);
		assert.deepEqual(metadata.toHuman(), {
			deposit: metadata.deposit.toHuman(),
			name: 'Warehouse',
			symbol: 'WARE',
			decimals: String(TOKEN_DECIMALS),
			isFrozen: false,
		});
		assert.equal(metadata.deposit.toBigInt(), deposit);
		const account = (await api.query.assets.account(token, maker.address)).unwrap();
		assert.equal(account.status.type, 'Liquid');
		assert.equal(account.reason.type, 'Consumer');
	});

	const market = {};
	await step('the maker founds a market', async () => {
		const terms = {
			tickSize: TICK_SIZE,
			lotSize: LOT_SIZE,
			minNotional: MIN_NOTIONAL,
			maxOpenOrders: MAX_OPEN_ORDERS,
			priceBandPpm: PRICE_BAND_PPM,
		};
		// Alice founds it: whoever does is paid a part of its fees, at any time.
		const founded = await accepted(alice, api.tx.orderBook.createMarket(token, CASH, terms));
		const { market: id, params } = find(founded.events, 'orderBook', 'MarketCreated').data;
		market.id = id.toNumber();
		market.maker = params.makerFeePpm.toNumber();
		market.taker = params.takerFeePpm.toNumber();
		market.max = params.maxFeePpm.toNumber();
		const stored = (await api.query.orderBook.markets(market.id)).unwrap();
		assert.equal(stored.lister.toString(), alice.address);
		assert.equal(stored.deposit.toBigInt(), marketDeposit);
		assert.deepEqual(stored.params.toJSON(), params.toJSON());
		await balances(founded.block, [
			[maker, { base: [MINTED, 0n], cash: [START_CASH, 0n], ksi: ksi.maker }],
			[taker, { base: [0n, 0n], cash: [START_CASH, 0n], ksi: ksi.taker }],
		]);
	});

	/** Depth by the runtime API and by JSON-RPC: both must tell the same. Levels are [ticks, lots, orders]. */
	const depth = async (block, bids, asks) => {
		const at = await api.at(block);
		const raw = (await at.call.orderBookApi.depth(market.id, 10)).unwrap();
		const plain = (levels) =>
			levels.map(({ price, lots, orders }) => [price.toBigInt(), lots.toBigInt(), orders.toNumber()]);
		assert.deepEqual([plain(raw.bids), plain(raw.asks)], [bids, asks], 'the runtime API');
		const rpc = await provider.send('orderbook_v1_depth', [market.id, 10, block]);
		const written = (levels) =>
			levels.map(([ticks, lots, orders]) => [
				humanPrice(ticks, TOKEN_DECIMALS, CASH_DECIMALS),
				human(lots * LOT_SIZE, TOKEN_DECIMALS),
				orders,
			]);
		assert.deepEqual([rpc.bids, rpc.asks], [written(bids), written(asks)], 'JSON-RPC');
		assert.equal(rpc.block.hash, block);
		assert.equal(BigInt(rpc.seq), raw.sequence.toBigInt());
	};
	const order = (side, price, quantity, rest = {}) => ({
		side,
		price,
		quantity,
		timeInForce: 'GoodTilCancelled',
		selfTrade: 'CancelTaker',
		clientId: null,
		expiresAt: null,
		...rest,
	});
	// CASH of both, as it moves by trades.
	const cash = { maker: START_CASH, taker: START_CASH };

	let ask;
	await step('an ask rests and holds what it sells', async () => {
		const placed = await accepted(
			maker,
			api.tx.orderBook.placeOrder(market.id, order('Ask', 100, 1_000, { clientId: 7 })),
		);
		pay('maker', placed);
		const outcome = executed(placed).outcomes[0].asPlaced;
		assert.equal(outcome.rests.toNumber(), 1_000);
		assert.equal(outcome.clientId.unwrap().toNumber(), 7);
		ask = outcome.order.unwrap();
		// 1,000 lots x 5 atoms.
		await balances(placed.block, [
			[maker, { base: [995_000n, 5_000n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [0n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(placed.block, [], [[100n, 1_000n, 1]]);
		const found = (await api.call.orderBookApi.orderByClientId(market.id, maker.address, 7)).unwrap();
		assert.equal(found.id.toBigInt(), ask.toBigInt());
		assert.equal(found.owner.toString(), maker.address);
	});

	await step('an immediate bid fills a part of it at the price of the ask', async () => {
		const bought = await accepted(
			taker,
			api.tx.orderBook.placeOrder(market.id, order('Bid', 104, 400, { timeInForce: 'ImmediateOrCancel' })),
		);
		pay('taker', bought);
		// 100 ticks x 400 lots x 7 = 280,000 atoms of CASH for 400 x 5 = 2,000 atoms of the token.
		assert.equal(notional(100n, 400n), 280_000n);
		const outcome = executed(bought).outcomes[0].asPlaced;
		assert.equal(outcome.filled.toNumber(), 400);
		assert.equal(outcome.notional.toBigInt(), 280_000n);
		assert.equal(outcome.fee.toBigInt(), fee(280_000n, market.taker));
		assert.equal(outcome.order.isNone, true);
		cash.maker += 280_000n - fee(280_000n, market.maker);
		cash.taker -= 280_000n + fee(280_000n, market.taker);
		await balances(bought.block, [
			[maker, { base: [995_000n, 3_000n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [2_000n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(bought.block, [], [[100n, 600n, 1]]);
	});

	await step('a smaller quantity keeps the order in its place', async () => {
		const amended = await accepted(maker, api.tx.orderBook.amendOrder(market.id, ask, null, 350));
		pay('maker', amended);
		const reduced = executed(amended).outcomes[0].asAmended.asReduced;
		assert.equal(reduced.order.toBigInt(), ask.toBigInt());
		assert.equal(reduced.rests.toNumber(), 350);
		// 350 x 5 = 1,750 stay on hold, 250 x 5 = 1,250 are free again.
		await balances(amended.block, [
			[maker, { base: [996_250n, 1_750n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [2_000n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(amended.block, [], [[100n, 350n, 1]]);
	});

	await step('another price moves the order', async () => {
		const amended = await accepted(maker, api.tx.orderBook.amendOrder(market.id, ask, 105, null));
		pay('maker', amended);
		const [removal, placed] = executed(amended).outcomes[0].asAmended.asReplaced;
		assert.equal(removal.order.toBigInt(), ask.toBigInt());
		assert.notEqual(placed.order.unwrap().toBigInt(), ask.toBigInt());
		await balances(amended.block, [
			[maker, { base: [996_250n, 1_750n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [2_000n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(amended.block, [], [[105n, 350n, 1]]);
	});

	let low;
	await step('a bid rests and holds its price with the highest fee', async () => {
		const placed = await accepted(taker, api.tx.orderBook.placeOrder(market.id, order('Bid', 95, 300)));
		pay('taker', placed);
		low = executed(placed).outcomes[0].asPlaced.order.unwrap();
		// 95 x 300 x 7 = 199,500 and the fee on it.
		const hold = bidHold(95n, 300n, market.max);
		await balances(placed.block, [
			[maker, { base: [996_250n, 1_750n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [2_000n, 0n], cash: [cash.taker - hold, hold], ksi: ksi.taker }],
		]);
		await depth(placed.block, [[95n, 300n, 1]], [[105n, 350n, 1]]);
	});

	await step('a bid larger than the ask takes it and rests', async () => {
		const placed = await accepted(taker, api.tx.orderBook.placeOrder(market.id, order('Bid', 105, 500)));
		pay('taker', placed);
		const outcome = executed(placed).outcomes[0].asPlaced;
		assert.deepEqual([outcome.filled.toNumber(), outcome.rests.toNumber()], [350, 150]);
		// 105 x 350 x 7 = 257,250 for 1,750 atoms; 105 x 150 x 7 = 110,250 rest.
		cash.maker += 257_250n - fee(257_250n, market.maker);
		cash.taker -= 257_250n + fee(257_250n, market.taker);
		const hold = bidHold(95n, 300n, market.max) + bidHold(105n, 150n, market.max);
		await balances(placed.block, [
			[maker, { base: [996_250n, 0n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [3_750n, 0n], cash: [cash.taker - hold, hold], ksi: ksi.taker }],
		]);
		await depth(placed.block, [[105n, 150n, 1], [95n, 300n, 1]], []);
	});

	await step('nobody else can cancel an order', async () => {
		const refused = await submit(maker, api.tx.orderBook.cancelOrder(market.id, low));
		pay('maker', refused);
		assert.equal(refused.error.name, 'NotOrderOwner');
		await depth(refused.block, [[105n, 150n, 1], [95n, 300n, 1]], []);
	});

	await step('a cancel returns the hold', async () => {
		const cancelled = await accepted(taker, api.tx.orderBook.cancelOrder(market.id, low));
		pay('taker', cancelled);
		const hold = bidHold(105n, 150n, market.max);
		await balances(cancelled.block, [
			[maker, { base: [996_250n, 0n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [3_750n, 0n], cash: [cash.taker - hold, hold], ksi: ksi.taker }],
		]);
		await depth(cancelled.block, [[105n, 150n, 1]], []);
	});

	await step('a batch does each of its operations on its own', async () => {
		const place = (...terms) => ({ Place: { market: market.id, order: order(...terms) } });
		const done = await accepted(
			maker,
			api.tx.orderBook.submit([
				place('Ask', 106, 200, { clientId: 1 }),
				place('Ask', 107, 100, { clientId: 2 }),
				place('Ask', 0, 100),
				{ CancelByClientId: { market: market.id, clientId: 1 } },
				{ CancelByClientId: { market: market.id, clientId: 99 } },
				place('Ask', 105, 150, { timeInForce: 'FillOrKill' }),
			]),
		);
		pay('maker', done);
		const { outcomes, fills } = executed(done);
		assert.deepEqual(
			outcomes.map(({ type }) => type),
			['Placed', 'Placed', 'Refused', 'Cancelled', 'Refused', 'Placed'],
		);
		assert.equal(outcomes[2].asRefused.type, 'PriceOutOfRange');
		assert.equal(outcomes[4].asRefused.type, 'OrderNotFound');
		assert.equal(fills.length, 1);
		// The taker's bid is the maker of this fill: 110,250 for 750 atoms, and its whole hold is gone.
		cash.maker += 110_250n - fee(110_250n, market.taker);
		cash.taker -= 110_250n + fee(110_250n, market.maker);
		// 100 lots at 107 rest: 500 atoms. 996,250 - 750 - 500 = 995,000.
		await balances(done.block, [
			[maker, { base: [995_000n, 500n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [4_500n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(done.block, [], [[107n, 100n, 1]]);
	});

	await step('wallets move the token like any other asset', async () => {
		const sent = await accepted(taker, api.tx.assets.transferKeepAlive(token, maker.address, 4_499n));
		pay('taker', sent);
		const event = find(sent.events, 'assets', 'Transferred').data;
		assert.deepEqual(
			[event.assetId.toNumber(), event.from.toString(), event.to.toString(), event.amount.toBigInt()],
			[token, taker.address, maker.address, 4_499n],
		);
		const emptied = await submit(taker, api.tx.assets.transferKeepAlive(token, maker.address, 1n));
		pay('taker', emptied);
		assert.equal(emptied.error.name, 'WouldDie');
		await balances(emptied.block, [
			[maker, { base: [999_499n, 500n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [1n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		assert.equal((await api.query.assets.asset(token)).unwrap().supply.toBigInt(), MINTED);
	});

	await step('cancelling everything leaves nothing on hold', async () => {
		const cancelled = await accepted(maker, api.tx.orderBook.cancelAll(market.id, null));
		pay('maker', cancelled);
		assert.equal(executed(cancelled).outcomes[0].asCancelledAll.toNumber(), 1);
		await balances(cancelled.block, [
			[maker, { base: [999_999n, 0n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [1n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
		await depth(cancelled.block, [], []);
	});
});
