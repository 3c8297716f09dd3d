//! `kongsi proxy`: keys that act for an account, such as a trading key that cannot withdraw.

use crate::{
	address::{AccountId, Address},
	chain::{
		call::{call, number, target, variant},
		proxy::Proxy,
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::{Report, Table},
};
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};

/// What such a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProxyKind {
	/// Place, amend and cancel orders, and nothing else: it cannot withdraw.
	Trade,
	/// Vote and propose.
	Governance,
	/// Validate and nominate.
	Staking,
	/// Everything that cannot move money out of the account.
	NonTransfer,
	/// Everything the account may do.
	Any,
}

impl ProxyKind {
	/// The variant in the runtime.
	fn name(self) -> &'static str {
		match self {
			Self::Trade => "Trade",
			Self::Governance => "Governance",
			Self::Staking => "Staking",
			Self::NonTransfer => "NonTransfer",
			Self::Any => "Any",
		}
	}
}

/// Commands for keys that act for an account.
#[derive(Debug, Subcommand)]
pub enum ProxyCommand {
	/// Let a key act for the account, which holds a deposit for it
	Add {
		/// The address of the key
		delegate: Address,
		/// What it may do
		#[arg(long, value_enum, default_value_t = ProxyKind::Trade)]
		kind: ProxyKind,
	},
	/// List who acts for an account
	List {
		/// Whose [default: the account of the key]
		account: Option<Address>,
	},
	/// Let a key act no more
	Remove {
		/// The address of the key
		#[arg(required_unless_present = "all", conflicts_with = "all")]
		delegate: Option<Address>,
		/// Of what it may do, only this
		#[arg(long, value_enum, conflicts_with = "all")]
		kind: Option<ProxyKind>,
		/// All keys
		#[arg(long)]
		all: bool,
	},
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: ProxyCommand) -> Result<Report> {
	match command {
		ProxyCommand::Add { delegate, kind } => add(context, &delegate, kind).await,
		ProxyCommand::List { account } => show(context, account.as_ref()).await,
		ProxyCommand::Remove { delegate, kind, .. } => {
			remove(context, delegate.as_ref(), kind).await
		}
	}
}

async fn add(context: &Context, delegate: &Address, kind: ProxyKind) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let owner = context.principal(&chain, &key)?;
	let agent = chain.account(delegate)?;
	if agent == owner {
		return Err(Failure::input("a key acts for its own account anyway", "name another"));
	}
	let view = chain.best().await?;
	let (proxies, held) = view.proxies(&owner).await?;
	let name = chain.address(&agent);
	let json = json!({ "delegate": name, "kind": kind.name(), "account": chain.address(&owner) });
	if proxies.iter().any(|proxy| is(proxy, &agent, Some(kind)) && proxy.delay == 0) {
		let text = format!("{name} acts for the account already ({})", kind.name());
		return Ok(Report::new(text, json));
	}
	let base: u128 = view.constant("Proxy", "ProxyDepositBase")?;
	let each: u128 = view.constant("Proxy", "ProxyDepositFactor")?;
	let count = u128::try_from(proxies.len()).unwrap_or(u128::MAX).saturating_add(1);
	let deposit = base.saturating_add(each.saturating_mul(count));
	let what = format!(
		"Let {name} act for {} ({}); {} are held until it is removed",
		chain.address(&owner),
		kind.name(),
		chain.text(deposit.saturating_sub(held))
	);
	let arguments = [target(&agent), variant(kind.name()), number(0u32)];
	let receipt =
		context.perform(&chain, &key, &what, &call("Proxy", "add_proxy", arguments)).await?;
	let text = format!(
		"{name} acts for {owner} ({kind}) with --as {owner}; it pays its own fees, so give it some {ksi} ({place})",
		owner = chain.address(&owner),
		kind = kind.name(),
		ksi = chain.identity.unit.symbol,
		place = place(&chain, &receipt)
	);
	Ok(Report::new(text, sent_json(&chain, &receipt, json)))
}

fn is(proxy: &Proxy, delegate: &AccountId, kind: Option<ProxyKind>) -> bool {
	proxy.delegate == *delegate && kind.is_none_or(|kind| proxy.kind == kind.name())
}

/// The proxies of an account, for programs.
pub(super) fn json(chain: &Chain, proxies: &[Proxy]) -> Json {
	let each = |proxy: &Proxy| {
		json!({
			"delegate": chain.address(&proxy.delegate), "kind": proxy.kind, "delay": proxy.delay,
		})
	};
	proxies.iter().map(each).collect()
}

async fn show(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let owner = context.account(&chain, account)?;
	let (proxies, deposit) = chain.best().await?.proxies(&owner).await?;
	let mut table = Table::new(&["key", "may", "delay"]);
	for proxy in &proxies {
		let delay = match proxy.delay {
			0 => "none".to_owned(),
			blocks => format!("{blocks} blocks"),
		};
		table.row([chain.address(&proxy.delegate), proxy.kind.clone(), delay]);
	}
	let text = if table.is_empty() {
		format!("nobody acts for {}", chain.address(&owner))
	} else {
		format!("{}\n{} are held for them", table.text(), chain.text(deposit))
	};
	let json = json!({
		"account": chain.address(&owner),
		"proxies": json(&chain, &proxies),
		"deposit": chain.number(deposit),
	});
	Ok(Report::new(text, json))
}

async fn remove(
	context: &Context,
	delegate: Option<&Address>,
	kind: Option<ProxyKind>,
) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let owner = context.principal(&chain, &key)?;
	let agent = delegate.map(|delegate| chain.account(delegate)).transpose()?;
	let (proxies, deposit) = chain.best().await?.proxies(&owner).await?;
	let going = |proxy: &&Proxy| agent.is_none_or(|agent| is(proxy, &agent, kind));
	let gone: Vec<Proxy> = proxies.iter().filter(going).cloned().collect();
	let removed = json!({ "account": chain.address(&owner), "removed": json(&chain, &gone) });
	if gone.is_empty() {
		let who = agent.map(|agent| chain.address(&agent)).unwrap_or_else(|| "nobody".to_owned());
		let text = match agent {
			Some(_) => format!("{who} does not act for {}", chain.address(&owner)),
			None => format!("nobody acts for {}", chain.address(&owner)),
		};
		return Ok(Report::new(text, removed));
	}
	let (what, calls) = match agent {
		None => {
			let what = format!("Remove all keys; {} are free again", chain.text(deposit));
			(what, call("Proxy", "remove_proxies", []))
		}
		Some(agent) => {
			let what = format!("Let {} act no more", chain.address(&agent));
			let each = gone.iter().map(|proxy| {
				let arguments = [target(&agent), variant(&proxy.kind), number(proxy.delay)];
				call("Proxy", "remove_proxy", arguments)
			});
			let mut each: Vec<_> = each.collect();
			let only = if each.len() == 1 { each.pop() } else { None };
			(what, only.unwrap_or_else(|| crate::chain::call::all_or_nothing(each)))
		}
	};
	let receipt = context.perform(&chain, &key, &what, &calls).await?;
	let count = match gone.len() {
		1 => "1 key acts".to_owned(),
		count => format!("{count} keys act"),
	};
	let text = format!("{count} no more ({})", place(&chain, &receipt));
	Ok(Report::new(text, sent_json(&chain, &receipt, removed)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_proxy_is_found_by_key_and_kind() {
		let proxy = Proxy { delegate: [1; 32], kind: "Trade".to_owned(), delay: 0 };
		assert!(is(&proxy, &[1; 32], None));
		assert!(is(&proxy, &[1; 32], Some(ProxyKind::Trade)));
		assert!(!is(&proxy, &[1; 32], Some(ProxyKind::Any)));
		assert!(!is(&proxy, &[2; 32], None));
	}
}
