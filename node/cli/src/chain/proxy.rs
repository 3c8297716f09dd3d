//! Keys that act for an account: `pallet-proxy`.

use super::{
	call::{self, account, call, option, target, variant, Call},
	refusal,
	send::Receipt,
	view::View,
	Chain,
};
use crate::{
	address::AccountId,
	error::{Failure, Result},
	market::executed,
};
use subxt::{
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_value::ValueDef},
};

/// One key that may act for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
	/// Whose key.
	pub delegate: AccountId,
	/// What it may do: the name of the kind.
	pub kind: String,
	/// Blocks between an announcement and the act; only what has none acts at once.
	pub delay: u32,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Definition {
	delegate: AccountId,
	proxy_type: Value,
	delay: u32,
}

impl View {
	/// Who may act for an account, and the deposit that is held for it in atoms.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn proxies(&self, of: &AccountId) -> Result<(Vec<Proxy>, u128)> {
		let stored: Option<(Vec<Definition>, u128)> =
			self.get("Proxy", "Proxies", vec![account(of)]).await?;
		let (definitions, deposit) = stored.unwrap_or_default();
		let proxies = definitions.into_iter().map(|definition| Proxy {
			delegate: definition.delegate,
			kind: match definition.proxy_type.value {
				ValueDef::Variant(variant) => variant.name,
				_ => "?".to_owned(),
			},
			delay: definition.delay,
		});
		Ok((proxies.collect(), deposit))
	}
}

/// What a trading key may call of the order book.
const TRADING: [&str; 7] = [
	"place_order",
	"amend_order",
	"cancel_order",
	"cancel_by_client_id",
	"cancel_all",
	"cancel_after",
	"submit",
];

/// The kind under which a key makes a call: of those it has, the one that allows the least and this.
fn kind_for<'a>(pallet: &str, call: &str, kinds: &[&'a str]) -> Option<&'a str> {
	let wanted: &[&str] = match pallet {
		"OrderBook" if TRADING.contains(&call) => &["Trade", "Any"],
		"OrderBook" => &["Any"],
		"Balances" | "Assets" | "Offerings" | "Grants" => &["Any"],
		"Staking" | "Session" | "VoterList" | "ValidatorRewards" => {
			&["Staking", "NonTransfer", "Any"]
		}
		"Referenda" | "ShareVoting" | "Ballots" | "Shareholders" | "Preimage" | "Mandates" => {
			&["Governance", "NonTransfer", "Any"]
		}
		_ => &["NonTransfer", "Any"],
	};
	wanted.iter().find_map(|kind| kinds.iter().find(|has| *has == kind).copied())
}

/// A call that `delegate` makes for `real`.
///
/// # Errors
///
/// An input failure if it may not: it is no proxy, of a kind that does not allow the call, or has to announce it first.
pub fn through(
	chain: &Chain,
	proxies: &[Proxy],
	delegate: &AccountId,
	real: &AccountId,
	wanted: &Call,
) -> Result<Call> {
	let (who, owner) = (chain.address(delegate), chain.address(real));
	let kind = allowed(proxies, delegate, (wanted.pallet_name(), wanted.call_name()));
	let kind = kind.map_err(|(cause, next)| {
		Failure::input(format!("{who} {cause} {owner}"), format!("{next}, signed by {owner}"))
	})?;
	let inner = wanted.clone().into_value();
	Ok(call("Proxy", "proxy", [target(real), option(Some(variant(kind))), inner]))
}

/// The kind of proxy that a delegate uses, or why it has none.
fn allowed<'a>(
	proxies: &'a [Proxy],
	delegate: &AccountId,
	(pallet, name): (&str, &str),
) -> std::result::Result<&'a str, (String, String)> {
	let own = proxies.iter().filter(|proxy| proxy.delegate == *delegate);
	let own: Vec<&Proxy> = own.collect();
	let at_once: Vec<&str> =
		own.iter().filter(|proxy| proxy.delay == 0).map(|proxy| proxy.kind.as_str()).collect();
	let add = || "add it with `kongsi proxy add`".to_owned();
	if own.is_empty() {
		return Err(("does not act for".to_owned(), add()));
	}
	if at_once.is_empty() {
		return Err(("has to announce what it does for".to_owned(), add()));
	}
	kind_for(pallet, name, &at_once).ok_or_else(|| {
		let kinds = at_once.join(", ");
		(format!("may not call {pallet}.{name} (its kind is {kinds}) for"), add())
	})
}

/// Why a call through a proxy failed, which the transaction around it does not tell: it succeeds.
pub fn failed_inside(view: &View, receipt: &Receipt) -> Option<Failure> {
	let result = super::view::field(receipt.event("Proxy", "ProxyExecuted")?, "result")?;
	let ("Err", errors) = executed::variant(result)? else { return None };
	let error = errors.first()?;
	let unknown =
		|| Failure::refused(format!("the chain refused it with {}", call::value_text(error)), "");
	Some(module_error(view, error).unwrap_or_else(unknown))
}

/// The error of a pallet, which events carry as numbers.
fn module_error(view: &View, error: &Value) -> Option<Failure> {
	let ("Module", values) = executed::variant(error)? else { return None };
	let module = values.first()?;
	let (module, bytes) = match &module.value {
		// The fields of the variant itself, or of a record in it.
		ValueDef::Composite(_) if super::view::field(module, "index").is_some() => {
			(super::view::field(module, "index")?, super::view::field(module, "error")?)
		}
		_ => (*module, *values.get(1)?),
	};
	let index = u8::try_from(module.as_u128()?).ok()?;
	let ValueDef::Composite(bytes) = &bytes.value else { return None };
	let number = u8::try_from(bytes.values().next()?.as_u128()?).ok()?;
	let pallet = view.metadata().pallet_by_error_index(index)?;
	let variant = pallet.error_variant_by_index(number)?;
	Some(refusal::of_pallet(pallet.name(), &variant.name, &variant.docs))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn proxy(delegate: u8, kind: &str, delay: u32) -> Proxy {
		Proxy { delegate: [delegate; 32], kind: kind.to_owned(), delay }
	}

	#[test]
	fn a_key_uses_the_kind_that_allows_the_least() {
		let proxies = [proxy(1, "Any", 0), proxy(1, "Trade", 0), proxy(2, "Governance", 0)];
		let kind = |delegate: u8, call| allowed(&proxies, &[delegate; 32], call);
		assert_eq!(kind(1, ("OrderBook", "submit")), Ok("Trade"));
		assert_eq!(kind(1, ("OrderBook", "cancel_after")), Ok("Trade"));
		assert_eq!(kind(1, ("OrderBook", "remove_lapsed")), Ok("Any"));
		assert_eq!(kind(1, ("Balances", "transfer_keep_alive")), Ok("Any"));
		assert_eq!(kind(2, ("ShareVoting", "vote")), Ok("Governance"));
	}

	#[test]
	fn a_key_that_may_not_is_told_why() {
		let proxies = [proxy(1, "Trade", 0), proxy(2, "Trade", 10)];
		let cause = |delegate: u8, call| allowed(&proxies, &[delegate; 32], call).unwrap_err().0;
		let order = ("OrderBook", "place_order");
		assert_eq!(cause(3, order), "does not act for");
		assert_eq!(cause(2, order), "has to announce what it does for");
		assert_eq!(
			cause(1, ("Assets", "transfer")),
			"may not call Assets.transfer (its kind is Trade) for"
		);
	}
}
