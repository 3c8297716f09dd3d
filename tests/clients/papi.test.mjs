// A company lists a token and trades it, through polkadot-api with nothing but the metadata of the node.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sr25519CreateDerive } from '@polkadot-labs/hdkd';
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from '@polkadot-labs/hdkd-helpers';
import { Binary, Enum, createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import WebSocket from 'ws';
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
	steps,
	within,
} from './market.mjs';

const CASH = 1;
const CASH_DECIMALS = 6;
const KSI = 10n ** 12n;
const TOKEN_DECIMALS = 0;
const START_CASH = 1_000_000_000n;
const MINTED = 500_000n;

test('polkadot-api lists a token and trades it', async (t) => {
	const client = createClient(getWsProvider(nodeUrl(), { websocketClass: WebSocket }));
	t.after(() => client.destroy());
	const api = client.getUnsafeApi();
	await within(60, 'the node to answer', client.getBestBlocks());

	const step = steps(t);
	const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));
	const account = (path, nonce) => {
		const { publicKey, sign } = derive(path);
		return { address: ss58Address(publicKey), signer: getPolkadotSigner(publicKey, 'Sr25519', sign), nonce };
	};
	const name = freshName('papi');
	const bob = account('//Bob');
	bob.nonce = await client._request('system_accountNextIndex', [bob.address]);
	const maker = account(`//${name}//maker`, 0);
	const taker = account(`//${name}//taker`, 0);
	const token = freshTokenId();
	const to = ({ address }) => Enum('Id', address);

	/** Signs and sends; returns the block, the events and the fee, once in a best block. */
	const submit = async (who, call) => {
		// Against the best block: the finalized one may not know the accounts yet.
		const [{ hash: at }] = await client.getBestBlocks();
		return within(
			60,
			'a transaction to get into a block',
			new Promise((resolve, reject) => {
				call.signSubmitAndWatch(who.signer, { at, nonce: who.nonce++ }).subscribe({
					next: (state) => {
						if (state.type !== 'txBestBlocksState' || !state.found) return;
						const paid = find(state.events, 'TransactionPayment', 'TransactionFeePaid');
						const error = state.dispatchError?.value?.value?.type ?? state.dispatchError?.type;
						resolve({ block: state.block.hash, events: state.events, error, paid: paid.actual_fee });
					},
					error: reject,
				});
			}),
		);
	};
	const find = (events, pallet, event) =>
		events.find(({ type, value }) => type === pallet && value.type === event)?.value.value;
	const accepted = async (who, call) => {
		const result = await submit(who, call);
		assert.equal(result.error, undefined);
		return result;
	};
	const executed = ({ events }) => find(events, 'OrderBook', 'Executed');

	const tokenBalance = async (at, id, who) => {
		const record = await api.query.Assets.Account.getValue(id, who.address, { at });
		if (record === undefined) return [0n, 0n];
		assert.ok(record.holds.every(({ id: reason }) => reason.value.type === 'OpenOrder'));
		return [record.balance, record.holds.reduce((sum, { amount }) => sum + amount, 0n)];
	};
	const balances = async (at, expected) => {
		for (const [who, { base, cash, ksi }] of expected) {
			assert.deepEqual(await tokenBalance(at, token, who), base, 'the base token');
			assert.deepEqual(await tokenBalance(at, CASH, who), cash, 'CASH');
			const { data } = await api.query.System.Account.getValue(who.address, { at });
			assert.deepEqual([data.free, data.reserved], ksi, 'KSI');
		}
	};

	const assetDeposit = await api.constants.Assets.AssetDeposit();
	const describing = await api.constants.Assets.MetadataDepositBase();
	const describingByte = await api.constants.Assets.MetadataDepositPerByte();
	const start = 100n * KSI + assetDeposit;
	const ksi = { maker: [start, 0n], taker: [start, 0n] };
	const pay = (who, { paid }, deposit = 0n) => {
		ksi[who][0] -= paid + deposit;
		ksi[who][1] += deposit;
	};

	await step('Bob gives both accounts KSI and CASH', async () => {
		const calls = [maker, taker].flatMap((who) => [
			api.tx.Balances.transfer_keep_alive({ dest: to(who), value: start }),
			api.tx.Assets.transfer_keep_alive({ id: CASH, target: to(who), amount: START_CASH }),
		]);
		const { block } = await accepted(
			bob,
			api.tx.Utility.batch_all({ calls: calls.map(({ decodedCall }) => decodedCall) }),
		);
		const all = { base: [0n, 0n], cash: [START_CASH, 0n], ksi: [start, 0n] };
		await balances(block, [[maker, all], [taker, all]]);
	});

	const market = {};
	await step('the maker creates a token and founds a market', async () => {
		const created = api.tx.Assets.create({ id: token, admin: to(maker), min_balance: 1n });
		pay('maker', await accepted(maker, created), assetDeposit);
		const text = (string) => Binary.fromText(string);
		const described = api.tx.Assets.set_metadata({
			id: token,
			name: text('Lantern'),
			symbol: text('LANT'),
			decimals: TOKEN_DECIMALS,
		});
		// 7 + 4 bytes.
		pay('maker', await accepted(maker, described), describing + 11n * describingByte);
		const mint = api.tx.Assets.mint({ id: token, beneficiary: to(maker), amount: MINTED });
		pay('maker', await accepted(maker, mint));
		const terms = {
			tick_size: TICK_SIZE,
			lot_size: LOT_SIZE,
			min_notional: MIN_NOTIONAL,
			max_open_orders: MAX_OPEN_ORDERS,
			price_band_ppm: PRICE_BAND_PPM,
		};
		// Bob founds it: whoever does is paid a part of its fees, at any time.
		const founded = await accepted(
			bob,
			api.tx.OrderBook.create_market({ base: token, quote: CASH, terms }),
		);
		const { market: id, params } = find(founded.events, 'OrderBook', 'MarketCreated');
		Object.assign(market, {
			id,
			maker: params.maker_fee_ppm,
			taker: params.taker_fee_ppm,
			max: params.max_fee_ppm,
		});
		await balances(founded.block, [
			[maker, { base: [MINTED, 0n], cash: [START_CASH, 0n], ksi: ksi.maker }],
			[taker, { base: [0n, 0n], cash: [START_CASH, 0n], ksi: ksi.taker }],
		]);
		const details = await api.query.Assets.Asset.getValue(token, { at: founded.block });
		assert.deepEqual([details.owner, details.supply, details.accounts], [maker.address, MINTED, 1]);
	});

	const depth = async (at, bids, asks) => {
		const raw = await api.apis.OrderBookApi.depth(market.id, 10, { at });
		const plain = (levels) => levels.map(({ price, lots, orders }) => [price, lots, orders]);
		assert.deepEqual([plain(raw.bids), plain(raw.asks)], [bids, asks], 'the runtime API');
		const rpc = await client._request('orderbook_v1_depth', [market.id, 10, at]);
		const written = (levels) =>
			levels.map(([ticks, lots, orders]) => [
				humanPrice(ticks, TOKEN_DECIMALS, CASH_DECIMALS),
				human(lots * LOT_SIZE, TOKEN_DECIMALS),
				orders,
			]);
		assert.deepEqual([rpc.bids, rpc.asks], [written(bids), written(asks)], 'JSON-RPC');
	};
	const order = (side, price, quantity, rest = {}) => ({
		side: Enum(side),
		price,
		quantity,
		time_in_force: Enum('GoodTilCancelled'),
		self_trade: Enum('CancelTaker'),
		client_id: undefined,
		expires_at: undefined,
		...rest,
	});
	const cash = { maker: START_CASH, taker: START_CASH };

	let bid;
	await step('a bid rests and is filled in part', async () => {
		const placed = await accepted(
			taker,
			api.tx.OrderBook.place_order({ market: market.id, order: order('Bid', 40n, 1_000n) }),
		);
		pay('taker', placed);
		bid = executed(placed).outcomes[0].value.order;
		// 40 ticks x 1,000 lots x 7 = 280,000 and the fee on it.
		const hold = bidHold(40n, 1_000n, market.max);
		await balances(placed.block, [
			[maker, { base: [MINTED, 0n], cash: [START_CASH, 0n], ksi: ksi.maker }],
			[taker, { base: [0n, 0n], cash: [START_CASH - hold, hold], ksi: ksi.taker }],
		]);

		const sold = await accepted(
			maker,
			api.tx.OrderBook.place_order({
				market: market.id,
				order: order('Ask', 39n, 250n, { time_in_force: Enum('ImmediateOrCancel') }),
			}),
		);
		pay('maker', sold);
		// At the bid's price: 40 x 250 x 7 = 70,000 atoms of CASH for 250 x 5 = 1,250 atoms of the token.
		cash.maker += 70_000n - fee(70_000n, market.taker);
		cash.taker -= 70_000n + fee(70_000n, market.maker);
		const rest = bidHold(40n, 750n, market.max);
		await balances(sold.block, [
			[maker, { base: [498_750n, 0n], cash: [cash.maker, 0n], ksi: ksi.maker }],
			[taker, { base: [1_250n, 0n], cash: [cash.taker - rest, rest], ksi: ksi.taker }],
		]);
		await depth(sold.block, [[40n, 750n, 1]], []);
	});

	await step('the bid shrinks in its place, moves and goes', async () => {
		const amend = (order_id, price, quantity) =>
			accepted(taker, api.tx.OrderBook.amend_order({ market: market.id, order_id, price, quantity }));
		const reduced = await amend(bid, undefined, 500n);
		pay('taker', reduced);
		assert.equal(executed(reduced).outcomes[0].value.type, 'Reduced');
		let hold = bidHold(40n, 500n, market.max);
		await balances(reduced.block, [
			[taker, { base: [1_250n, 0n], cash: [cash.taker - hold, hold], ksi: ksi.taker }],
		]);

		const moved = await amend(bid, 42n, undefined);
		pay('taker', moved);
		const [, placed] = executed(moved).outcomes[0].value.value;
		hold = bidHold(42n, 500n, market.max);
		await balances(moved.block, [
			[taker, { base: [1_250n, 0n], cash: [cash.taker - hold, hold], ksi: ksi.taker }],
		]);
		await depth(moved.block, [[42n, 500n, 1]], []);

		const cancelled = await accepted(
			taker,
			api.tx.OrderBook.cancel_order({ market: market.id, order_id: placed.order }),
		);
		pay('taker', cancelled);
		await balances(cancelled.block, [
			[taker, { base: [1_250n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
	});

	await step('a batch reports each of its operations', async () => {
		const place = (...terms) => Enum('Place', { market: market.id, order: order(...terms) });
		const done = await accepted(
			maker,
			api.tx.OrderBook.submit({
				operations: [
					place('Ask', 41n, 100n, { client_id: 5n }),
					place('Ask', 41n, 0n),
					Enum('CancelByClientId', { market: market.id, client_id: 5n }),
				],
			}),
		);
		pay('maker', done);
		const { outcomes } = executed(done);
		assert.deepEqual(outcomes.map(({ type }) => type), ['Placed', 'Refused', 'Cancelled']);
		assert.equal(outcomes[1].value.type, 'QuantityOutOfRange');
		await balances(done.block, [
			[maker, { base: [498_750n, 0n], cash: [cash.maker, 0n], ksi: ksi.maker }],
		]);
		await depth(done.block, [], []);
	});

	await step('a refusal has its own error and costs the fee alone', async () => {
		const refused = await submit(
			taker,
			api.tx.OrderBook.place_order({ market: market.id, order: order('Bid', 42n, 1n) }),
		);
		pay('taker', refused);
		assert.equal(refused.error, 'BelowMinNotional');
		await balances(refused.block, [
			[taker, { base: [1_250n, 0n], cash: [cash.taker, 0n], ksi: ksi.taker }],
		]);
	});
});
