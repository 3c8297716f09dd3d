/**
 * A nonce lane: the transactions of one key, numbered here and sent in order.
 *
 * The chain takes the transactions of a key strictly by their numbers, so one that is lost holds up all behind it. A lane
 * therefore numbers by itself, sends the next without waiting for the last, and asks the node again after a failure.
 * Whoever wants lanes that do not wait for each other uses several trading keys of one account (docs/trading.md).
 */

import { Enum } from 'polkadot-api';
import { patiently } from './kongsi.ts';
import type { Kongsi } from './kongsi.ts';
import type { Key } from './keys.ts';
import type { ChainEvent, Executed, Operation, Variant } from './types.ts';

/** Blocks in which a transaction is valid. One that came too late shall not be filled at yesterday's prices. */
const LIFETIME_BLOCKS = 16;
/** Longer than its life, so that the chain decides and not this clock, unless the chain stands still. */
const PATIENCE_MS = 120_000;

/** The transaction did not get into a block: the number it would have had is used again. */
export class NotIncluded extends Error {
	override name = 'NotIncluded';
	/** What the chain said of it: `Payment`, `Stale`, ...; empty where it said nothing. */
	readonly reason: string;

	constructor(reason: string, options?: ErrorOptions) {
		super(`the transaction did not get into a block${reason ? `: ${reason}` : ''}`, options);
		this.reason = reason;
	}
}

/** What became of a transaction, in the best block that has it. */
export interface Receipt {
	readonly hash: string;
	readonly block: { readonly hash: string; readonly number: number };
	/** Atoms of KSI. */
	readonly fee: bigint;
	/** The pallet's name for the reason why the whole call failed. */
	readonly error: string | undefined;
	readonly executed: readonly Executed[];
}

/** A call that polkadot-api has built from the metadata. */
interface Call {
	readonly decodedCall: unknown;
	signSubmitAndWatch(signer: Key['signer'], options: object): import('rxjs').Observable<Progress>;
}

type Progress =
	| { readonly type: 'signed' | 'broadcasted'; readonly txHash: string }
	| {
			readonly type: 'txBestBlocksState' | 'finalized';
			readonly txHash: string;
			readonly found?: boolean;
			readonly block: { readonly hash: string; readonly number: number };
			readonly events: readonly ChainEvent['event'][];
			readonly dispatchError?: Variant<string, Variant>;
	  };

export class Lane {
	readonly #chain: Kongsi;
	readonly #key: Key;
	/** Whose orders they are: the key's own, or those of the account that it is a trading key of. */
	readonly account: string;
	#next: number | undefined;
	#queue: Promise<unknown> = Promise.resolve();

	constructor(chain: Kongsi, key: Key, account = key.address) {
		this.#chain = chain;
		this.#key = key;
		this.account = account;
	}

	/** Who pays the fees of transactions. */
	get payer(): string {
		return this.#key.address;
	}

	/** Sends a batch, which the chain carries out operation by operation; resolves when it is in a best block. */
	submit(operations: readonly Operation[]): Promise<Receipt> {
		return this.#send(this.#call('OrderBook', 'submit', { operations }));
	}

	/** Sends another call of the order book. */
	call(name: string, parameters: object): Promise<Receipt> {
		return this.#send(this.#call('OrderBook', name, parameters));
	}

	#call(pallet: string, name: string, parameters: object): Call {
		// Types of calls come with generated code, which these examples do without; `types.ts` has those they use.
		const { tx } = this.#chain.client.getUnsafeApi() as unknown as {
			tx: Record<string, Record<string, (parameters: object) => Call>>;
		};
		const build = tx[pallet]?.[name];
		if (!build) throw new Error(`the chain has no call ${pallet}.${name}`);
		return build(parameters);
	}

	async #send(call: Call): Promise<Receipt> {
		const whole =
			this.account === this.payer
				? call
				: this.#call('Proxy', 'proxy', {
						real: Enum('Id', this.account),
						force_proxy_type: undefined,
						call: call.decodedCall,
					});
		// One after the other up to the node's pool; from there on they wait together.
		const sent = this.#queue.then(() => this.#start(whole));
		this.#queue = sent.catch(() => undefined);
		const { included } = await sent;
		return included;
	}

	async #start(call: Call): Promise<{ included: Promise<Receipt> }> {
		// Signed for the best block: the last final one may not know the account or its last transaction yet.
		const { hash: at } = await this.#chain.best();
		this.#next ??= await this.#chain.ask<number>('system_accountNextIndex', [this.payer]);
		const nonce = this.#next;
		this.#next += 1;
		const options = { at, nonce, mortality: { mortal: true, period: LIFETIME_BLOCKS } };
		return new Promise((resolve) => {
			let resolveIncluded: (receipt: Receipt) => void = () => {};
			let rejectIncluded: (error: Error) => void = () => {};
			const tracked = new Promise<Receipt>((resolve, reject) => {
				resolveIncluded = resolve;
				rejectIncluded = reject;
			});
			const subscription = call.signSubmitAndWatch(this.#key.signer, options).subscribe({
				next: (state) => {
					if (state.type === 'broadcasted') resolve({ included });
					if (state.type === 'txBestBlocksState' && state.found) resolveIncluded(receiptOf(state, this.payer));
				},
				error: (error: unknown) => rejectIncluded(new NotIncluded(reasonOf(error), { cause: error })),
			});
			const included = patiently('a transaction to get into a block', tracked, PATIENCE_MS)
				.catch((error: unknown) => {
					this.#next = undefined;
					throw error instanceof NotIncluded ? error : new NotIncluded('', { cause: error });
				})
				.finally(() => subscription.unsubscribe());
			// A failure before it was broadcast ends the wait, too; whoever called hears of it by `included`.
			included.then(
				() => resolve({ included }),
				() => resolve({ included }),
			);
		});
	}
}

function receiptOf(state: Extract<Progress, { type: 'txBestBlocksState' | 'finalized' }>, payer: string): Receipt {
	let fee = 0n;
	let error = state.dispatchError ? nameOf(state.dispatchError) : undefined;
	const executed: Executed[] = [];
	for (const { type, value } of state.events) {
		const name = `${type}.${value.type}`;
		if (name === 'OrderBook.Executed') executed.push(value.value as Executed);
		if (name === 'TransactionPayment.TransactionFeePaid') {
			const paid = value.value as { who: string; actual_fee: bigint };
			if (paid.who === payer) fee = paid.actual_fee;
		}
		if (name === 'Proxy.ProxyExecuted') {
			const { result } = value.value as { result: { success: boolean; value: Variant<string, Variant> } };
			if (!result.success) error = nameOf(result.value);
		}
	}
	return { hash: state.txHash, block: state.block, fee, error, executed };
}

/** The innermost name of an error: `InsufficientFree` rather than `Module`. */
function nameOf(error: Variant): string {
	const inner = error.value;
	return isVariant(inner) ? nameOf(inner) : error.type;
}

function isVariant(value: unknown): value is Variant {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Why the chain did not take a transaction, if it said so. */
function reasonOf(error: unknown): string {
	const inner = error instanceof Error && 'error' in error ? error.error : undefined;
	if (isVariant(inner)) return nameOf(inner);
	return error instanceof Error ? error.message : String(error);
}
