//! Who may call what: nobody without a signature.

use super::*;

#[test]
fn no_call_works_without_a_signature() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let by = || origin.clone();
			let plain = |result: frame_support::dispatch::DispatchResultWithPostInfo| {
				result.map(|_| ()).map_err(|refused| refused.error)
			};
			let results = [
				Ballots::open_ballot(by(), SHARE, text()),
				Ballots::requisition(by(), SHARE, text()),
				plain(Ballots::sign(by(), 0)),
				Ballots::withdraw_signature(by(), 0),
				Ballots::close_requisition(by(), 0),
				Ballots::vote(by(), 0, YES),
				Ballots::delegate(by(), COMPANY, Some(alice())),
				Ballots::attach(by(), 0, Default::default()),
				Ballots::detach(by(), 0),
				Ballots::close_ballot(by(), 0),
				plain(Ballots::execute(by(), 0, Weight::zero())),
				plain(Ballots::clear(by(), 0, 1)),
				Ballots::end_round(by(), SHARE),
			];
			for result in results {
				assert_eq!(result, Err(DispatchError::BadOrigin));
			}
		}
	});
}
