//! The alerts and the board of `node/ops`: what they ask for is what a validator exports.

use kongsi_e2e::{free_port, Chain, Localnet};
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;
use std::{collections::BTreeSet, fs, path::Path};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
};

/// Labels that Prometheus or the operator's configuration adds.
const ADDED_LABELS: [&str; 4] = ["instance", "job", "validator", "active"];
/// What Prometheus itself and node_exporter export, as far as the alerts ask for it.
const FOREIGN: [&str; 6] = [
	"up",
	"node_filesystem_avail_bytes",
	"node_memory_MemAvailable_bytes",
	"node_memory_MemTotal_bytes",
	"node_timex_offset_seconds",
	"node_timex_sync_status",
];
/// Words of the language of queries that are followed by labels in parentheses.
const WITH_LABELS: [&str; 6] = ["by", "without", "on", "ignoring", "group_left", "group_right"];
/// Words of it that stand between metrics.
const OPERATORS: [&str; 4] = ["and", "or", "unless", "bool"];

fn ops(file: &str) -> String {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node/ops").join(file);
	fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A metric that a query names, and the values it wants of its labels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
	metric: String,
	labels: Vec<(String, String)>,
}

/// What a query names. Simple on purpose: it knows strings, braces, brackets and words.
fn wanted(query: &str) -> Vec<Wanted> {
	let mut found = Vec::new();
	let mut rest = query;
	while let Some(first) = rest.chars().next() {
		if first == '[' {
			rest = after(rest, ']');
		} else if first == '"' {
			rest = after(&rest[1..], '"');
		} else if first.is_ascii_alphabetic() || first == '_' || first == ':' {
			let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':');
			let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
			let next = behind.trim_start();
			rest = next;
			if WITH_LABELS.contains(&word) {
				rest = after(next, ')');
			} else if let Some(matchers) = next.strip_prefix('{') {
				let (inside, behind) = matchers.split_once('}').expect("a brace is closed");
				found.push(Wanted { metric: word.into(), labels: labels(inside) });
				rest = behind;
			} else if !is_called(next) && !OPERATORS.contains(&word) {
				found.push(Wanted { metric: word.into(), labels: Vec::new() });
			}
		} else if first.is_ascii_digit() {
			// Numbers may end in letters: 20e9.
			rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
		} else {
			rest = &rest[first.len_utf8()..];
		}
	}
	found
}

/// Whether the word before this was a function: `rate(...)`, `count by (...) (...)`.
fn is_called(next: &str) -> bool {
	["(", "by ", "by(", "without ", "without("].iter().any(|start| next.starts_with(start))
}

fn after(text: &str, end: char) -> &str {
	text.split_once(end).map_or("", |(_, behind)| behind)
}

/// The labels that have to equal something.
fn labels(matchers: &str) -> Vec<(String, String)> {
	matchers
		.split(',')
		.filter_map(|matcher| matcher.split_once("=\""))
		.filter(|(label, _)| !label.ends_with('!') && !ADDED_LABELS.contains(label))
		.map(|(label, value)| (label.trim().into(), value.trim_end_matches('"').into()))
		.collect()
}

/// The queries of all alerts, each of which says what it is.
fn alerts() -> Vec<String> {
	let file: Yaml = serde_yaml::from_str(&ops("alerts.yml")).expect("alerts.yml is YAML");
	let groups = file["groups"].as_sequence().expect("there are groups");
	let mut names = BTreeSet::new();
	let mut queries = Vec::new();
	for rule in groups.iter().flat_map(|group| group["rules"].as_sequence().expect("with rules")) {
		let name = rule["alert"].as_str().expect("an alert has a name");
		assert!(names.insert(name.to_owned()), "two alerts are called {name}");
		let severity = rule["labels"]["severity"].as_str();
		assert!(
			matches!(severity, Some("critical" | "warning" | "info")),
			"how bad is {name}? {severity:?}"
		);
		assert!(rule["annotations"]["summary"].is_string(), "{name} does not say what it is");
		queries.push(rule["expr"].as_str().expect("an alert has a query").to_owned());
	}
	queries
}

/// The queries of the board.
fn board() -> Vec<String> {
	let file: Json = serde_json::from_str(&ops("dashboard.json")).expect("the board is JSON");
	let panels = file["panels"].as_array().expect("a board has panels");
	let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
	let mut queries: Vec<String> =
		targets.map(|target| target["expr"].as_str().expect("a query").to_owned()).collect();
	// `label_values(METRIC, LABEL)` fills a list to choose from.
	let lists = file["templating"]["list"].as_array().expect("a board has lists");
	for list in lists.iter().filter_map(|list| list["query"].as_str()) {
		if let Some(values) = list.strip_prefix("label_values(") {
			queries.push(values.split(',').next().unwrap_or_default().to_owned());
		}
	}
	queries
}

/// What a node exports: a line for each series, `NAME VALUE` or `NAME{LABELS} VALUE`.
async fn exported(port: u16) -> Vec<String> {
	let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
	stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").await.expect("it reads");
	let mut answer = Vec::new();
	stream.read_to_end(&mut answer).await.expect("it writes");
	let answer = String::from_utf8(answer).expect("metrics are text");
	assert!(answer.starts_with("HTTP/1.0 200"), "{}", answer.lines().next().unwrap_or_default());
	answer.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn is_exported(wanted: &Wanted, series: &[String]) -> bool {
	series.iter().any(|line| {
		let name = line.split(['{', ' ']).next().unwrap_or_default();
		let has =
			|(label, value): &(String, String)| line.contains(&format!("{label}=\"{value}\""));
		name == wanted.metric && wanted.labels.iter().all(has)
	})
}

#[test]
fn metrics_are_found_in_queries() {
	let name = |metric: &str| Wanted { metric: metric.into(), labels: Vec::new() };
	let with = |metric: &str, label: &str, value: &str| Wanted {
		metric: metric.into(),
		labels: vec![(label.into(), value.into())],
	};
	assert_eq!(
		wanted(r#"a{status="best",instance=~"$instance"} - ignoring (status) b{x!=""} > 15"#),
		[with("a", "status", "best"), name("b")]
	);
	assert_eq!(
		wanted("count by (validator) (increase(c_count{active=\"yes\"}[10m]) > 0) > 1 or d"),
		[name("c_count"), name("d")]
	);
	assert_eq!(
		wanted("histogram_quantile(0.95, sum by (le) (rate(e_bucket[$__rate_interval]))) < 20e9"),
		[name("e_bucket")]
	);
}

#[test]
fn the_example_for_prometheus_is_yaml_and_loads_the_alerts() {
	let file: Yaml = serde_yaml::from_str(&ops("prometheus.yml")).expect("prometheus.yml is YAML");
	assert_eq!(file["rule_files"][0].as_str(), Some("alerts.yml"));
	let labels = &file["scrape_configs"][0]["static_configs"][0]["labels"];
	assert!(labels["validator"].is_string() && labels["active"].is_string(), "{labels:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_of_the_alerts_and_the_board_is_exported() {
	let alerts: BTreeSet<Wanted> = alerts().iter().flat_map(|query| wanted(query)).collect();
	let board: BTreeSet<Wanted> = board().iter().flat_map(|query| wanted(query)).collect();
	assert!(alerts.len() > 15 && board.len() > 20, "{} and {}", alerts.len(), board.len());
	assert!(
		board.iter().all(|wanted| wanted.metric.starts_with("substrate_")),
		"the board asks for more than what nodes export"
	);

	// All four make it a validator among others: it authors, votes, gossips and is asked.
	let port = free_port();
	let net = Localnet::start_with(|number| {
		if number == 0 {
			vec![format!("--prometheus-port={port}")]
		} else {
			Vec::new()
		}
	})
	.await;
	let chain = Chain::connect(&net.nodes[0]).await;
	chain.await_finalized(3, 90).await;

	// What has not happened yet is not exported yet; that it authored a block takes a few slots.
	let all: BTreeSet<Wanted> = alerts.union(&board).cloned().collect();
	let missing = || async {
		let series = exported(port).await;
		let missing = |wanted: &&Wanted| {
			!FOREIGN.contains(&wanted.metric.as_str()) && !is_exported(wanted, &series)
		};
		all.iter().filter(missing).cloned().collect::<Vec<Wanted>>()
	};
	for _ in 0..60 {
		if missing().await.is_empty() {
			return;
		}
		chain.await_finalized(chain.finalized().await.0 + 1, 90).await;
	}
	panic!("not exported: {:#?}", missing().await);
}
