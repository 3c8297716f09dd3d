//! Compiles the runtime to Wasm beside the native build.

fn main() {
	#[cfg(feature = "std")]
	{
		// The builder writes a workspace with a release profile of its own, so overflow checks reach
		// the runtime only through this flag.
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults()
			.append_to_rust_flags("-C overflow-checks=on");
		#[cfg(feature = "metadata-hash")]
		let builder = builder.enable_metadata_hash("KSI", 12);
		builder.build();
	}
}
