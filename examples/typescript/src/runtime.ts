/**
 * Decodes the events of any block that the node has the state of, and tells what the chain's metadata offers.
 *
 * polkadot-api reads blocks that it follows, which are few, and none after a connection was lost. Somebody who keeps
 * books must not miss a block, so events are read by hash and decoded here with the metadata of the block's runtime.
 */

import { getDynamicBuilder, getLookupFn } from '@polkadot-api/metadata-builders';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import type { ChainEvent } from './types.ts';

export class Runtime {
	/** The storage key of `System.Events`. */
	readonly eventsKey: string;
	readonly #decode: (hex: string) => ChainEvent[];
	readonly #docs: Readonly<Record<string, readonly string[]>>;
	readonly #calls: ReadonlySet<string>;
	readonly #operations: ReadonlySet<string>;

	/** Reads metadata, as `state_getMetadata` answers it. */
	constructor(metadata: string) {
		const unified = unifyMetadata(decAnyMetadata(metadata as `0x${string}`));
		const lookup = getLookupFn(unified);
		const events = getDynamicBuilder(lookup).buildStorage('System', 'Events');
		this.eventsKey = events.keys.enc();
		this.#decode = (hex) => events.value.dec(hex) as ChainEvent[];

		const pallet = unified.pallets.find(({ name }) => name === 'OrderBook');
		const variants = (id: number | undefined) => {
			const entry = id === undefined ? undefined : lookup(id);
			return entry?.type === 'enum' ? entry : undefined;
		};
		this.#docs = variants(pallet?.errors?.type)?.innerDocs ?? {};
		const calls = variants(pallet?.calls?.type);
		this.#calls = new Set(Object.keys(calls?.value ?? {}));
		// `submit` has one argument, a bounded list of operations.
		const submit = calls?.value.submit;
		const list = submit?.type === 'struct' ? submit.value.operations : undefined;
		const operation = list?.type === 'sequence' ? list.value : undefined;
		this.#operations = new Set(operation?.type === 'enum' ? Object.keys(operation.value) : []);
	}

	events(hex: string): ChainEvent[] {
		return this.#decode(hex);
	}

	/** The sentence that the chain itself has for an error of the order book. */
	explain(error: string): string {
		const sentence = this.#docs[error]?.join(' ').trim();
		return sentence ? `${error}: ${sentence}` : error;
	}

	/** Whether the order book has this call. */
	hasCall(name: string): boolean {
		return this.#calls.has(name);
	}

	/** Whether a batch can have this operation. */
	hasOperation(name: string): boolean {
		return this.#operations.has(name);
	}
}
