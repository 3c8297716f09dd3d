use super::*;

#[test]
fn publish_replaces_the_documents() {
	ExtBuilder::default().build_and_execute(|| {
		let links = vec![[1; 32], [2; 32]];
		let list = || links.clone().try_into().unwrap();
		assert_ok!(Shareholders::publish(signed(&founder()), COMPANY, list()));
		assert_eq!(Companies::<Test>::get(COMPANY).unwrap().links.into_inner(), links);
		assert_eq!(last_event(), Event::Published { company: COMPANY });
		let refused = Shareholders::publish(signed(&alice()), COMPANY, list());
		assert_noop!(refused, Error::<Test>::NotForCompany);
		let unknown = Shareholders::publish(signed(&founder()), 9, list());
		assert_noop!(unknown, Error::<Test>::UnknownCompany);
	});
}
