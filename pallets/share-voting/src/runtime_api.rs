//! What nodes and clients ask about votes of the platform.
#![allow(missing_docs, reason = "the macro makes items of its own")]

use crate::{PollIndex, PollInfo, Power};
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Referenda, as voters see them. Each read is bounded.
	pub trait ShareVotingApi<AccountId>
	where
		AccountId: Codec,
	{
		/// A referendum and how its vote stands. `None` if there has never been one of this number.
		fn poll(poll: PollIndex) -> Option<PollInfo>;

		/// What an account has to say in a referendum, and what it has said. `None` if there has never been one of this number.
		fn power(poll: PollIndex, who: AccountId) -> Option<Power<AccountId>>;

		/// The account that pays decision deposits for sponsored proposals.
		fn fund() -> AccountId;
	}
}
