//! The trait through which others hear of every change of a balance.

/// Hears of every change of what an account owns of a token, free and held together.
///
/// The ledger calls it once per account and operation, only when the total really changed, after
/// everything the operation writes is in storage. Placing on hold and releasing change no total and
/// are not reported. Within one transfer the sender is reported before the receiver.
///
/// An implementation must not move tokens of this ledger: it runs in the middle of the caller's
/// operation, and amounts the caller has already read would be out of date.
pub trait OnBalanceChange<TokenId, AccountId, Balance> {
	/// `who` owned `old_total` of `token` before the operation and owns `new_total` now, in atoms.
	fn on_balance_change(token: TokenId, who: &AccountId, old_total: Balance, new_total: Balance);
}

impl<TokenId, AccountId, Balance> OnBalanceChange<TokenId, AccountId, Balance> for () {
	fn on_balance_change(_: TokenId, _: &AccountId, _: Balance, _: Balance) {}
}
