use super::*;
use frame_support::{derive_impl, traits::Get};
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Clocks = crate;
}

type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl Config for Test {}

const FAST: Tempo = Tempo {
	session_slots: 20,
	sessions_per_era: 3,
	bonding_eras: 4,
	slash_defer_eras: 1,
	pace: 2_000,
};

fn chain(tempo: Tempo) -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		clocks: GenesisConfig { tempo, ..Default::default() },
		..Default::default()
	};
	genesis.build_storage().unwrap().into()
}

#[test]
fn the_genesis_sets_every_clock() {
	chain(FAST).execute_with(|| {
		assert_eq!(SessionSlots::<Test>::get(), 20);
		assert_eq!(SessionsPerEra::<Test>::get(), 3);
		assert_eq!(BondingEras::<Test>::get(), 4);
		assert_eq!(SlashDeferEras::<Test>::get(), 1);
		assert_eq!(Pace::<Test>::get(), 2_000);
		// 4 eras of 3 sessions of 20 slots.
		assert_eq!(BondingSessions::<Test>::get(), 12);
		assert_eq!(BondingSlots::<Test>::get(), 240);
	});
}

#[test]
fn without_a_genesis_the_clocks_are_those_of_the_real_chain() {
	sp_io::TestExternalities::default().execute_with(|| {
		assert_eq!(TempoOf::<Test>::get(), Tempo::default());
		// 28 eras of 6 sessions of an hour are 7 days, in slots of 2 s.
		assert_eq!(BondingSessions::<Test>::get(), 168);
		assert_eq!(BondingSlots::<Test>::get(), 7 * 24 * 60 * 30);
	});
}

#[test]
fn each_clock_is_possible_up_to_its_bound_and_not_beyond() {
	let good = Tempo::default();
	assert_eq!(good.check(), Ok(()));
	assert_eq!(FAST.check(), Ok(()));

	let with = |session_slots| Tempo { session_slots, ..good }.check();
	assert_eq!(
		[9, 10, 43_200, 43_201].map(with).map(|checked| checked.is_ok()),
		[false, true, true, false]
	);
	assert_eq!(with(9), Err(TempoError::SessionSlots));

	let with = |sessions_per_era| Tempo { sessions_per_era, ..good }.check();
	assert_eq!(
		[0, 1, 1_000, 1_001].map(with).map(|checked| checked.is_ok()),
		[false, true, true, false]
	);
	assert_eq!(with(0), Err(TempoError::SessionsPerEra));

	let with = |bonding_eras| Tempo { bonding_eras, slash_defer_eras: 0, ..good }.check();
	assert_eq!([0, 1, 80, 81].map(with).map(|checked| checked.is_ok()), [false, true, true, false]);
	assert_eq!(with(0), Err(TempoError::BondingEras));

	let with = |slash_defer_eras| Tempo { slash_defer_eras, ..good }.check();
	assert_eq!([27, 28].map(with), [Ok(()), Err(TempoError::SlashDeferEras)]);

	assert_eq!(Tempo { pace: 0, ..good }.check(), Err(TempoError::Pace));
}

#[test]
#[should_panic(expected = "the clocks of the chain: Err(Pace)")]
fn a_genesis_with_a_clock_that_stands_still_is_refused() {
	chain(Tempo { pace: 0, ..FAST });
}
