//! The pallets whose weights `benchmark pallet` measures.

frame_benchmarking::define_benchmarks!(
	[frame_benchmarking, BaselineBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_babe, Babe]
	[pallet_balances, Balances]
	[pallet_ballots, Ballots]
	[pallet_grandpa, Grandpa]
	[pallet_grants, Grants]
	[pallet_multisig, Multisig]
	[pallet_offerings, Offerings]
	[pallet_order_book, OrderBook]
	[pallet_proxy, Proxy]
	[pallet_revenue, Revenue]
	[pallet_shareholders, Shareholders]
	[pallet_timestamp, Timestamp]
	[pallet_tokens, Assets]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_utility, Utility]
);
