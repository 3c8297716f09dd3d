//! `kongsi localnet`: several nodes of the chain `local` on this machine.
//!
//! Nodes are processes of their own, which go on when this program ends. All of one network lies below one folder: for each node
//! its database, its log, its node key and a note of the process. Only processes of those notes are ever stopped, and only while
//! they are the very processes that were started.
//!
//! # Limits
//!
//! Linux, whose `/proc` tells processes apart. Everything listens on 127.0.0.1 alone. The keys of the validators are known to
//! everybody.

mod home;
mod process;
mod watch;

use crate::{
	context::Context,
	error::{Failure, Result},
	report::{Report, Table},
};
use clap::{Args, Subcommand};
use home::{Home, Network};
use serde_json::{json, Value as Json};
use std::{path::PathBuf, time::Duration};

/// How long a network may take to finalize its first block: each node compiles the runtime first.
const START_PATIENCE: Duration = Duration::from_secs(240);

/// Commands for a network on this machine.
#[derive(Debug, Subcommand)]
pub enum LocalnetCommand {
	/// Start a network, or what does not run of it, and wait until it finalizes blocks
	Up(UpArgs),
	/// Stop the network; its databases and logs stay
	Down {
		/// Where it is
		#[command(flatten)]
		place: Place,
		/// Delete its databases and logs, too
		#[arg(long)]
		delete: bool,
	},
	/// Say what each node is doing
	Status {
		/// Where it is
		#[command(flatten)]
		place: Place,
	},
}

/// Where a network lies.
#[derive(Debug, Args)]
pub struct Place {
	/// The folder of the network [default: KONGSI_LOCALNET, else kongsi/localnet below XDG_DATA_HOME or ~/.local/share]
	#[arg(long, value_name = "FOLDER")]
	pub home: Option<PathBuf>,
}

/// Arguments of `localnet up`.
#[derive(Debug, Args)]
pub struct UpArgs {
	/// Where it lies
	#[command(flatten)]
	pub place: Place,
	/// How many nodes; four are validators, three of them finalize, those beyond only follow [default: 4]
	#[arg(long, value_parser = clap::value_parser!(u16).range(3..=6))]
	pub nodes: Option<u16>,
	/// The program of the node [default: KONGSI_NODE, else kongsi-node beside this program, else on the PATH]
	#[arg(long, value_name = "PROGRAM")]
	pub node: Option<PathBuf>,
	/// RPC port of the first node; those of the others follow [default: 9944]
	#[arg(long, value_name = "PORT")]
	pub rpc_port: Option<u16>,
	/// Port for peers of the first node [default: 30333]
	#[arg(long, value_name = "PORT")]
	pub p2p_port: Option<u16>,
	/// Port for Prometheus of the first node [default: 9615]
	#[arg(long, value_name = "PORT")]
	pub prometheus_port: Option<u16>,
	/// Forget the chain there was and begin a new one
	#[arg(long)]
	pub fresh: bool,
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: LocalnetCommand) -> Result<Report> {
	match command {
		LocalnetCommand::Up(args) => up(context, &args).await,
		LocalnetCommand::Down { place, delete } => down(&place, delete).await,
		LocalnetCommand::Status { place } => {
			let home = Home::find(place.home.as_deref())?;
			status(&home, &known(&home)?).await
		}
	}
}

/// The network of a folder.
fn known(home: &Home) -> Result<Network> {
	home.network()?.ok_or_else(|| {
		Failure::input(
			format!("there is no network in {}", home.path().display()),
			"start one with `kongsi localnet up`, or name its folder with --home",
		)
	})
}

async fn up(context: &Context, args: &UpArgs) -> Result<Report> {
	let home = Home::find(args.place.home.as_deref())?;
	let before = home.network()?;
	if let Some(network) = before.as_ref().filter(|_| args.fresh) {
		if network.nodes.iter().any(|node| home.process(node).is_some()) {
			return Err(Failure::input(
				"the network still runs",
				"stop it first with `kongsi localnet down`",
			));
		}
		home.delete()?;
	}
	let network = match before.filter(|_| !args.fresh) {
		Some(network) => {
			network.ensure_asked(args)?;
			network
		}
		None => home.create(args)?,
	};
	let program = process::program(args.node.as_deref())?;
	let missing: Vec<_> =
		network.nodes.iter().filter(|node| home.process(node).is_none()).collect();
	// All ports are looked at before anything is started.
	for node in &missing {
		node.ensure_ports_are_free()?;
	}
	let boot = process::boot_nodes(&program, &home, &network)?;
	for node in &missing {
		let started = process::start(&program, &home, node, &boot);
		if let Err(failure) = started {
			stop(&home, &missing).await;
			return Err(failure);
		}
	}
	context.say(&format!(
		"{} of {} nodes started in {}, waiting for final blocks",
		missing.len(),
		network.nodes.len(),
		home.path().display()
	));
	// What one of them has finalized, the others have to reach.
	let mut height = None;
	for node in &network.nodes {
		match watch::until_final(&home, node, height, START_PATIENCE).await {
			Ok(finalized) => height = height.or(Some(finalized)),
			Err(failure) => {
				stop(&home, &missing).await;
				return Err(failure);
			}
		}
	}
	status(&home, &network).await
}

/// Stops nodes as far as they run. Who calls this has another failure to tell already.
async fn stop(home: &Home, nodes: &[&home::Node]) {
	for node in nodes {
		if let Some(process) = home.process(node) {
			// A process that cannot be stopped is found by the next `down`.
			let _ = process::stop(&process).await;
		}
	}
}

async fn down(place: &Place, delete: bool) -> Result<Report> {
	let home = Home::find(place.home.as_deref())?;
	let network = known(&home)?;
	let mut stopped = Vec::new();
	for node in &network.nodes {
		if let Some(process) = home.process(node) {
			process::stop(&process).await?;
			stopped.push(json!({ "node": node.name, "pid": process.pid }));
		}
		home.forget_process(node)?;
	}
	if delete {
		home.delete()?;
	}
	let names: Vec<&str> = stopped.iter().filter_map(|node| node["node"].as_str()).collect();
	let mut text = match names.is_empty() {
		true => "nothing was running".to_owned(),
		false => format!("stopped {}", names.join(", ")),
	};
	if delete {
		text.push_str(", databases and logs are deleted");
	}
	let home = home.path().display().to_string();
	let json = json!({ "home": home, "stopped": stopped, "deleted": delete });
	Ok(Report::new(text, json))
}

async fn status(home: &Home, network: &Network) -> Result<Report> {
	let mut table = Table::new(&["node", "pid", "best", "final", "peers", "RPC", "log"]);
	let mut nodes: Vec<Json> = Vec::new();
	for node in &network.nodes {
		let process = home.process(node);
		let pulse = match &process {
			Some(_) => watch::pulse(node).await,
			None => watch::Pulse::default(),
		};
		let number =
			|number: Option<u32>| number.map_or("-".to_owned(), |number| number.to_string());
		table.row([
			node.name.clone(),
			process.as_ref().map_or("stopped".to_owned(), |process| process.pid.to_string()),
			number(pulse.best),
			number(pulse.finalized),
			number(pulse.peers),
			node.url(),
			home.log(node).display().to_string(),
		]);
		nodes.push(json!({
			"node": node.name,
			"running": process.is_some(),
			"pid": process.map(|process| process.pid),
			"best": pulse.best,
			"final": pulse.finalized,
			"peers": pulse.peers,
			"url": node.url(),
			"p2p_port": node.p2p_port,
			"prometheus_port": node.prometheus_port,
			"log": home.log(node).display().to_string(),
		}));
	}
	let home = home.path().display().to_string();
	Ok(Report::new(table.text(), json!({ "home": home, "nodes": nodes })))
}
