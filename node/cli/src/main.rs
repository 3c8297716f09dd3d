//! `kongsi`: parses its command line and leaves the rest to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
	kongsi_cli::run(std::env::args_os()).into()
}
