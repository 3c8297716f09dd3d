//! Bytes that nobody meant: what does not decode is refused, what decodes is dispatched like any call, and nothing
//! panics.
//!
//! `KONGSI_OPS` says how many inputs each test makes, `KONGSI_SEED` which.

use crate::common::{begin_block, chain, seed, setting, sign};
use codec::{DecodeLimit, Encode};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, MAX_EXTRINSIC_DEPTH};
use kongsi_runtime::{
	configs::{proxy::ProxyType, system::RuntimeBlockWeights},
	genesis_presets::DEVELOPMENT,
	*,
};
use order_book_engine::{Lots, NewOrder, OrderId, SelfTrade, Side, Ticks, TimeInForce};
use pallet_order_book::Operation;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::Dispatchable,
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

fn order() -> NewOrder {
	NewOrder {
		side: Side::Bid,
		price: Ticks::new(150),
		quantity: Lots::new(100),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelMaker,
		client_id: Some(7),
		expires_at: Some(9),
	}
}

/// One of each kind of call that a user may send, with every kind of argument.
fn corpus() -> Vec<RuntimeCall> {
	let bob = || Address::from(Bob.to_account_id());
	let order_id = OrderId::from_bits(1 << 70 | 3);
	let (price, quantity) = (Some(Ticks::new(151)), Some(Lots::new(90)));
	let operations = vec![
		Operation::Place { market: 0, order: order() },
		Operation::Cancel { market: 0, order_id },
		Operation::CancelByClientId { market: 1, client_id: 7 },
		Operation::Amend { market: 1, order_id, price, quantity },
		Operation::CancelAll { market: 0, side: Some(Side::Ask) },
	];
	let submit = pallet_order_book::Call::submit { operations: operations.try_into().unwrap() };
	let place =
		RuntimeCall::from(pallet_order_book::Call::place_order { market: 0, order: order() });
	let others = vec![Alice.to_account_id()];
	vec![
		place.clone(),
		submit.into(),
		pallet_order_book::Call::amend_order { market: 0, order_id, price, quantity }.into(),
		pallet_order_book::Call::cancel_all { market: 0, side: None }.into(),
		pallet_tokens::Call::create { id: 9, admin: bob(), min_balance: 5 }.into(),
		pallet_tokens::Call::mint { id: 1, beneficiary: bob(), amount: 1 << 80 }.into(),
		pallet_tokens::Call::transfer { id: 1, target: bob(), amount: 1_000_000 }.into(),
		pallet_tokens::Call::set_metadata {
			id: 1,
			name: b"Cash".to_vec(),
			symbol: b"CASH".to_vec(),
			decimals: 6,
		}
		.into(),
		pallet_balances::Call::transfer_keep_alive { dest: bob(), value: 1 << 70 }.into(),
		pallet_utility::Call::batch { calls: vec![place.clone(), place.clone()] }.into(),
		pallet_utility::Call::as_derivative { index: 1, call: Box::new(place.clone()) }.into(),
		pallet_proxy::Call::add_proxy { delegate: bob(), proxy_type: ProxyType::Trade, delay: 1 }
			.into(),
		pallet_proxy::Call::proxy {
			real: bob(),
			force_proxy_type: Some(ProxyType::Any),
			call: Box::new(place.clone()),
		}
		.into(),
		pallet_multisig::Call::as_multi {
			threshold: 2,
			other_signatories: others,
			maybe_timepoint: None,
			call: Box::new(place),
			max_weight: Weight::from_parts(1 << 30, 1 << 20),
		}
		.into(),
		frame_system::Call::remark_with_event { remark: vec![1; 70] }.into(),
	]
}

/// Damages bytes: cuts, flips, lies about a length, repeats, nests, or puts one input into another.
fn mutate(rng: &mut ChaCha8Rng, inputs: &[Vec<u8>]) -> Vec<u8> {
	let mut bytes = inputs.choose(rng).unwrap().clone();
	for _ in 0..rng.gen_range(1..4) {
		let at = rng.gen_range(0..bytes.len().max(1)).min(bytes.len());
		match rng.gen_range(0..9) {
			0 => bytes.truncate(at),
			1..=3 => {
				if let Some(byte) = bytes.get_mut(at) {
					*byte ^= 1 << rng.gen_range(0..8);
				}
			}
			4 => {
				if let Some(byte) = bytes.get_mut(at) {
					*byte = rng.gen();
				}
			}
			// The longest lengths that a compact number can claim.
			5 => {
				let length = rng.gen_range(0..16);
				bytes.splice(at..at, [0xfe, 0xff, 0xff, 0xff].into_iter().cycle().take(length));
			}
			6 => {
				let end = rng.gen_range(at..=bytes.len());
				let copy = bytes[at..end].to_vec();
				bytes.splice(at..at, copy);
			}
			// A batch of one in a batch of one, down to any depth.
			7 => {
				let depth = rng.gen_range(1..300);
				let nest = [11, 0, 4].into_iter().cycle().take(3 * depth);
				bytes.splice(0..0, nest);
			}
			_ => {
				let other = inputs.choose(rng).unwrap();
				let from = rng.gen_range(0..other.len());
				bytes.splice(at.., other[from..].iter().copied());
			}
		}
	}
	bytes
}

fn check_state() {
	OrderBook::do_try_state().unwrap();
	Assets::do_try_state().unwrap();
	Shareholders::do_try_state().unwrap();
	Ballots::do_try_state().unwrap();
	Offerings::do_try_state().unwrap();
	Grants::do_try_state().unwrap();
	Revenue::do_try_state().unwrap();
	assert_eq!(Balances::total_issuance(), 6_001_000 * constants::money::KSI);
}

#[test]
fn every_call_of_the_corpus_decodes_as_itself() {
	for call in corpus() {
		let decoded =
			RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &call.encode()[..]);
		assert_eq!(decoded, Ok(call));
	}
}

#[test]
fn a_call_of_random_bytes_is_refused_or_dispatched_and_never_panics() {
	with_room(|| {
		let count = setting("KONGSI_OPS", 10_000);
		let mut rng = ChaCha8Rng::seed_from_u64(seed(0x6b6f_6e67_7369));
		let inputs: Vec<_> = corpus().iter().map(Encode::encode).collect();
		let (mut decoded, mut succeeded) = (0, 0);
		chain(DEVELOPMENT).execute_with(|| {
			begin_block(1);
			for number in 1..=count {
				let bytes = mutate(&mut rng, &inputs);
				let call =
					RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &bytes[..]);
				let Ok(call) = call else { continue };
				decoded += 1;
				let declared = call.get_dispatch_info().call_weight;
				let signer = if rng.gen() { Alice } else { Bob };
				let result = call.dispatch(RuntimeOrigin::signed(signer.to_account_id()));
				succeeded += u64::from(result.is_ok());
				let post = result.unwrap_or_else(|error| error.post_info);
				assert!(post.actual_weight.is_none_or(|used| used.all_lte(declared)), "{bytes:?}");
				System::reset_events();
				if number % 500 == 0 {
					check_state();
				}
			}
			check_state();
		});
		println!("{count} done of {count} asked: {decoded} decoded, {succeeded} succeeded");
		// Some of each, or this test tests nothing.
		assert!(decoded > count / 20 && decoded < count && succeeded > count / 200);
	});
}

#[test]
fn a_transaction_of_random_bytes_is_refused_and_never_panics() {
	with_room(|| {
		let count = setting("KONGSI_OPS", 10_000);
		let mut rng = ChaCha8Rng::seed_from_u64(seed(0x6b6f_6e67_7369));
		chain(DEVELOPMENT).execute_with(|| {
			begin_block(1);
			let inputs: Vec<_> =
				corpus().into_iter().map(|call| sign(Alice, 0, call).encode()).collect();
			let nonce = System::account_nonce(Alice.to_account_id());
			let genesis = System::block_hash(0);
			let mut decoded = 0;
			for _ in 0..count {
				let bytes = mutate(&mut rng, &inputs);
				if inputs.contains(&bytes) {
					continue;
				}
				let transaction = UncheckedExtrinsic::decode_all_with_depth_limit(
					MAX_EXTRINSIC_DEPTH,
					&mut &bytes[..],
				);
				let Ok(transaction) = transaction else { continue };
				// The same call and signature, written in another way, is the same transaction.
				if inputs.contains(&transaction.encode()) {
					continue;
				}
				decoded += 1;
				let source = TransactionSource::External;
				let validity =
					Executive::validate_transaction(source, transaction.clone(), genesis);
				assert!(validity.is_err(), "{bytes:?}");
				// The one inherent of the chain is checked by whoever imports a block, and panics there on purpose.
				if let RuntimeCall::Timestamp(_) = &transaction.function {
					continue;
				}
				let applied = Executive::apply_extrinsic(transaction);
				assert!(applied.is_err(), "{bytes:?}: {applied:?}");
			}
			// Whatever was damaged, the signature is not Alice's any more.
			assert_eq!(System::account_nonce(Alice.to_account_id()), nonce);
			assert!(decoded > count / 50, "only {decoded} decoded");
			println!("{count} done of {count} asked: {decoded} decoded");
			check_state();
		});
	});
}

#[test]
fn a_transaction_with_a_damaged_signature_is_refused_as_such() {
	chain(DEVELOPMENT).execute_with(|| {
		begin_block(1);
		let call = corpus().remove(0);
		let good = sign(Alice, 0, call);
		let bytes = good.encode();
		// After the length in 2 bytes, the version, the tag and 32 bytes of the account, the tag of the signature.
		let mut damaged = bytes.clone();
		damaged[2 + 1 + 33 + 1] ^= 1;
		let damaged =
			UncheckedExtrinsic::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &damaged[..]);
		let refused = TransactionValidityError::Invalid(InvalidTransaction::BadProof);
		assert_eq!(Executive::apply_extrinsic(damaged.unwrap()), Err(refused));
		assert_eq!(Executive::apply_extrinsic(good).unwrap(), Ok(()));
	});
}

/// A batch of one in a batch of one, down to an order.
fn nested(depth: usize) -> Result<RuntimeCall, codec::Error> {
	let mut bytes: Vec<u8> = [11, 0, 4].into_iter().cycle().take(3 * depth).collect();
	corpus().remove(0).encode_to(&mut bytes);
	RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &bytes[..])
}

#[test]
fn calls_nested_too_deeply_do_not_decode() {
	with_room(|| {
		// Each list of calls is one step down, and the limit is 256.
		assert!(nested(256).is_ok());
		assert!(nested(257).is_err());
		assert!(nested(100_000).is_err());
	});
}

#[test]
fn a_deeply_nested_batch_is_weighed_once_a_level_and_carried_out_or_refused() {
	with_room(|| {
		chain(DEVELOPMENT).execute_with(|| {
			begin_block(1);
			// 100 levels are carried out. With 256, the storage has no layer left for the order: 255 is the most.
			for (depth, placed) in [(100, 1), (256, 0)] {
				let call = nested(depth).unwrap();
				// If each level weighed the one below it twice, this would not end.
				let weight = call.get_dispatch_info().call_weight;
				assert!(weight.all_lte(RuntimeBlockWeights::get().max_block));
				let before = OrderBook::all_orders(0).len();
				call.dispatch(RuntimeOrigin::signed(Bob.to_account_id())).unwrap();
				assert_eq!(OrderBook::all_orders(0).len(), before + placed);
				check_state();
			}
		});
	});
}

/// Runs it on a stack that a build without optimizations can nest calls on. The Wasm has a stack of its own, and a
/// transaction that overflows that one is refused.
fn with_room(test: impl FnOnce() + Send + 'static) {
	let thread = std::thread::Builder::new().stack_size(1 << 28).spawn(test);
	thread.unwrap().join().unwrap();
}
