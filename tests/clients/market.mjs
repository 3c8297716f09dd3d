// What a market must do, worked out anew from its parameters. Amounts are atoms, as bigints.

import assert from 'node:assert/strict';

const PPM = 1_000_000n;

/** The address of the node under test. */
export function nodeUrl() {
	const url = process.env.KONGSI_WS;
	assert.ok(url, 'set KONGSI_WS to the WebSocket address of a development node, such as ws://127.0.0.1:9944');
	return url;
}

/** A name no other run has used, for accounts of its own on a node that others use too. */
export function freshName(kind) {
	return `${kind}-${Date.now().toString(36)}-${process.pid}`;
}

/** An id for a token that is most likely free. */
export function freshTokenId() {
	return 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
}

/** The terms of the market that the tests found: a tick is 7 quote atoms a lot, a lot is 5 base atoms. */
export const TICK_SIZE = 7n;
export const LOT_SIZE = 5n;
export const MIN_NOTIONAL = 1_000n;
export const MAX_OPEN_ORDERS = 4;
export const PRICE_BAND_PPM = 100_000;

/** Quote atoms of `lots` at `ticks`. */
export function notional(ticks, lots) {
	return ticks * lots * TICK_SIZE;
}

/** The fee on a fill, rounded down; negative is a rebate. */
export function fee(amount, ppm) {
	const rounded = (amount * BigInt(Math.abs(ppm))) / PPM;
	return ppm < 0 ? -rounded : rounded;
}

/** What a resting bid holds: its notional and the market's highest fee on it, rounded up. */
export function bidHold(ticks, lots, maxFeePpm) {
	const amount = notional(ticks, lots);
	return amount + (amount * BigInt(maxFeePpm) + PPM - 1n) / PPM;
}

/** `atoms` as JSON-RPC writes it: a decimal string without needless zeros. */
export function human(atoms, decimals) {
	const digits = atoms.toString().padStart(decimals + 1, '0');
	const whole = digits.slice(0, digits.length - decimals);
	const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
	return part === '' ? whole : `${whole}.${part}`;
}

/** A price in ticks as JSON-RPC writes it: quote units per base unit. */
export function humanPrice(ticks, baseDecimals, quoteDecimals) {
	// ticks x TICK_SIZE quote atoms buy LOT_SIZE base atoms; 12 more digits keep the quotient exact where it is finite.
	const scaled = ticks * TICK_SIZE * 10n ** BigInt(baseDecimals + 12);
	assert.equal(scaled % LOT_SIZE, 0n, 'a price of this market is not a finite decimal');
	return human(scaled / LOT_SIZE, quoteDecimals + 12);
}

/** Fails, with what was awaited, when `promise` takes longer than `seconds`. */
export async function within(seconds, what, promise) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`waited ${seconds} s for ${what}`)), seconds * 1_000);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Runs the parts of a test in order, each under its name; after a failure the others are skipped. */
export function steps(test) {
	let failed = false;
	return (name, part) =>
		test.test(name, { skip: failed && 'an earlier step failed' }, async () => {
			try {
				await part();
			} catch (error) {
				failed = true;
				throw error;
			}
		});
}
